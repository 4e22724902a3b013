/** The limits of the page. */
import type { Facts } from '../../chat/ports.ts';

export const WEB_FACTS: Facts = {
  // Each edit is stored, and its charts are drawn for everybody who looks, beside the training.
  editEveryMs: 2000,
  editShareOfAge: 1 / 120,
  // More would be longer than a phone's screen.
  suggestions: 25,
  formFields: 25,
};
