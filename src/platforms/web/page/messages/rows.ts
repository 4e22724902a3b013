/** Messages as they are listed: days between them, and who goes on talking without being named again. Pure. */
import type { Message } from '../../protocol.ts';

export interface Row {
  readonly message: Message;
  /** The first one of its day. */
  readonly newDay: boolean;
  /** Plain words of who has just talked. */
  readonly continued: boolean;
}

const PAUSE = 5 * 60_000;

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();
const plainWords = (message: Message): boolean => message.card === undefined && !message.private;

export const rows = (messages: readonly Message[]): Row[] =>
  messages.map((message, i) => {
    const before = messages[i - 1];
    const newDay = before === undefined || !sameDay(before.at, message.at);
    return {
      message,
      newDay,
      continued:
        !newDay &&
        plainWords(message) &&
        plainWords(before) &&
        before.by?.id === message.by?.id &&
        message.at - before.at < PAUSE,
    };
  });
