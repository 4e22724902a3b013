/** What Slack takes, in one table: docs.slack.dev, "Block Kit" and "Modals"; what is not documented there is marked. */
import type { Facts } from '../../chat/ports.ts';

export const LIMITS = {
  /** Of a message, with some left for what is said of what had no room. */
  blocks: 50,
  /** Characters of one text. */
  text: 3000,
  /** Of all texts of a message together. Not documented: some 13,200 are refused. */
  message: 9000,
  header: 150,
  actions: 25,
  button: 75,
  actionId: 255,
  options: 100,
  optionText: 75,
  optionValue: 150,
  alt: 2000,
  tableRows: 100,
  tableColumns: 20,
  /** Of all tables of a message; one table at most. */
  tableText: 9000,
  viewTitle: 24,
  viewBlocks: 100,
  input: 3000,
  label: 2000,
  metadata: 3000,
  command: 32,
  description: 2000,
  usageHint: 1000,
} as const;

export const SLACK_FACTS: Facts = {
  editEveryMs: 3000,
  // Fifty edits a minute are all that a workspace has.
  editShareOfAge: 1 / 120,
  suggestions: LIMITS.options,
  formFields: LIMITS.viewBlocks,
};

/** How long a modal can be opened after what somebody did. */
export const TRIGGER_MS = 3000;
/** How long an address can be answered by, and how often. */
export const HOOK_MS = 30 * 60_000;
/** For so long a delivery may come again: the last try is five minutes after the first. */
export const AGAIN_MS = 10 * 60_000;
