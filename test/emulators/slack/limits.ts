/** What Slack takes, in one table: docs.slack.dev, "Block Kit", "Modals" and "Web API"; what only others have measured is marked. */
export const SLACK = {
  messageBlocks: 50,
  viewBlocks: 100,
  id: 255,
  /** Characters. */
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  header: 150,
  contextElements: 10,
  actionElements: 25,
  button: 75,
  buttonValue: 2000,
  options: 100,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  alt: 2000,
  label: 2000,
  textInput: 3000,
  tableRows: 100,
  tableColumns: 20,
  /** Of all tables of a message together. */
  tableText: 10_000,
  /** A second one is refused, in the words of 2025. */
  tables: 1,
  /** Measured: bolt-js #2509. */
  blocksText: 13_200,
  /** Of `text` without blocks; longer ones are cut. */
  text: 40_000,
  viewTitle: 24,
  metadata: 3000,
  viewStack: 3,
  fileInput: 10,
  /** Of one element of a rich text; not documented, so as strict as a section. */
  richText: 3000,
  triggerMs: 3000,
  ackMs: 3000,
  hookMs: 30 * 60_000,
  hookUses: 5,
  connections: 10,
} as const;

/** Requests a minute: specs of the tiers. A channel takes one message a second besides. */
export const TIERS = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;

interface Method {
  readonly tier: keyof typeof TIERS | undefined;
  readonly scope?: string;
}

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': { tier: undefined },
  'apps.connections.open': { tier: 1 },
  'chat.postMessage': { tier: undefined, scope: 'chat:write' },
  'chat.update': { tier: 3, scope: 'chat:write' },
  'chat.delete': { tier: 3, scope: 'chat:write' },
  'chat.postEphemeral': { tier: 4, scope: 'chat:write' },
  'views.open': { tier: 4 },
  'views.push': { tier: 4 },
  'views.update': { tier: 4 },
  'conversations.open': { tier: 3, scope: 'im:write' },
  'users.info': { tier: 4, scope: 'users:read' },
  'files.getUploadURLExternal': { tier: 4, scope: 'files:write' },
  'files.completeUploadExternal': { tier: 4, scope: 'files:write' },
  'files.info': { tier: 4, scope: 'files:read' },
};
