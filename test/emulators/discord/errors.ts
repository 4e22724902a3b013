/** What Discord answers when it refuses: status, code, message, and for 50035 the nested errors. */

export interface Flaw {
  /** Where in the body, e.g. `['components', 0, 'label']`; empty for the request as a whole. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly flaws: readonly Flaw[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: number,
    message: string,
    flaws: readonly Flaw[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.flaws = flaws;
    this.headers = headers;
  }
}

/** 50035's `errors`: the path as nested objects, `_errors` at its end. */
function nested(flaws: readonly Flaw[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of flaws) {
    let at = root;
    for (const key of path) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at._errors ??= [];
    (at._errors as unknown[]).push({ code, message });
  }
  return root;
}

export const refusalBody = ({ code, message, flaws }: Refusal): Record<string, unknown> =>
  flaws.length > 0 ? { message, code, errors: nested(flaws) } : { message, code };

export const flaw = (path: Flaw['path'], code: string, message: string): Flaw => ({ path, code, message });

export const invalidBody = (flaws: readonly Flaw[]): Refusal =>
  new Refusal(400, 50035, 'Invalid Form Body', flaws);

export const refusals = {
  unauthorized: () => new Refusal(401, 0, '401: Unauthorized'),
  noRoute: () => new Refusal(404, 0, '404: Not Found'),
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMember: () => new Refusal(404, 10007, 'Unknown Member'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownUser: () => new Refusal(404, 10013, 'Unknown User'),
  unknownWebhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new Refusal(404, 10063, 'Unknown application command'),
  // A 429, so discord.js waits and asks again, for ever.
  oldMessageEdits: () =>
    new Refusal(429, 30046, 'Maximum number of edits to messages older than 1 hour reached.', [], {
      'retry-after': '20',
      'x-ratelimit-scope': 'user',
    }),
  tooLarge: () => new Refusal(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  noAccess: () => new Refusal(403, 50001, 'Missing Access'),
  notTheAuthor: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  empty: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  noPermission: () => new Refusal(403, 50013, 'Missing Permissions'),
  badWebhookToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
} as const;
