/** Discord's limits for messages, in one table: developer documentation, "Message" and "Component Reference". */
import type { Facts } from '../../chat/ports.ts';

export const LIMITS = {
  /** Characters of all texts of a message together. */
  text: 4000,
  /** Of a message without components. */
  content: 2000,
  /** Components of a message, including nested ones. */
  components: 40,
  buttonsInRow: 5,
  optionsInMenu: 25,
  /** Characters. */
  label: 80,
  menuLabel: 100,
  customId: 100,
  modalTitle: 45,
  modalLabel: 45,
  modalInput: 4000,
  modalFields: 5,
  alt: 1024,
  /** Bytes of one file, on servers without a paid plan. */
  file: 10 * 1024 * 1024,
  files: 10,
  /** Autocomplete. */
  choices: 25,
  choice: 100,
  /** Of commands. */
  description: 100,
  nonce: 25,
} as const;

export const DISCORD_FACTS: Facts = {
  editEveryMs: 2000,
  // Discord allows few edits of messages that are older than an hour.
  editShareOfAge: 1 / 120,
  suggestions: LIMITS.choices,
  formFields: LIMITS.modalFields,
};

/** How long an interaction waits for its first answer. */
export const ACKNOWLEDGE_MS = 3000;
/** How long its token is valid. */
export const TOKEN_MS = 15 * 60_000;
