/** Messages as they are listed: days between them, and who goes on talking without being named again. Pure. */
import type { Message } from '../../protocol.ts';

export interface Row {
  readonly message: Message;
  /** The first one of its day. */
  readonly newDay: boolean;
  /** Plain words of who has just talked. */
  readonly continued: boolean;
  /** What only the reader sees of a button that they pressed: directly below its card. */
  readonly reply: boolean;
}

const PAUSE = 5 * 60_000;

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();
const plainWords = (message: Message): boolean => message.card === undefined && !message.private;

export function rows(messages: readonly Message[]): Row[] {
  const listed = new Set(messages.map(({ id }) => id));
  /** By the message with the button, and then by the words on it: of two answers to the same, the newer one counts. */
  const replies = new Map<number, Map<string, Message>>();
  const others: Message[] = [];
  for (const message of messages) {
    const { answers, pressed = '' } = message;
    if (!message.private || answers === undefined || !listed.has(answers)) others.push(message);
    else {
      const before = replies.get(answers) ?? new Map<string, Message>();
      before.delete(pressed); // so that the new one is the last
      replies.set(answers, before.set(pressed, message));
    }
  }
  return inTime(others).flatMap((row) => withReplies(row, replies));
}

const withReplies = (row: Row, replies: ReadonlyMap<number, ReadonlyMap<string, Message>>): Row[] => [
  row,
  ...[...(replies.get(row.message.id)?.values() ?? [])].flatMap((message) =>
    // A reply may have buttons, too.
    withReplies({ message, newDay: false, continued: false, reply: true }, replies),
  ),
];

const inTime = (messages: readonly Message[]): Row[] =>
  messages.map((message, i) => {
    const before = messages[i - 1];
    const newDay = before === undefined || !sameDay(before.at, message.at);
    return {
      message,
      newDay,
      reply: false,
      continued:
        !newDay &&
        plainWords(message) &&
        plainWords(before) &&
        before.by?.id === message.by?.id &&
        message.at - before.at < PAUSE,
    };
  });
