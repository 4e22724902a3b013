/** Channels with a running quiz of one question, made from any item. */
import { join } from 'node:path';
import { type Item, quizSchema } from '../../src/quiz/content/quiz.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Said, TestApp } from '../test-app.ts';

export interface CommandContext {
  readonly room: string;
  /** The question's own card. */
  readonly question: Said;
  /** The id in its buttons. */
  readonly round: string;
  as(name: string, text: string, values?: Record<string, string>, locale?: string): Promise<Said>;
}

let rooms = 0;

/** Starts it in a channel of its own. `more`: further options of /quiz start. */
export async function ask(
  testApp: Pick<TestApp, 'say'> & { readonly folder: string },
  item: Item,
  more = '',
): Promise<CommandContext> {
  const room = `asked-${++rooms}`;
  const quiz = quizSchema.parse({ title: 'Small', about: 'For a test', items: [item] });
  const db = openSqlite(join(testApp.folder, 'augie.db'));
  quizStore(db).save(`test:${room}`, 'small', '', quiz, 0);
  db.close();
  const as: CommandContext['as'] = (name, text, values, locale) =>
    testApp.say(text, {
      name,
      channel: room,
      teacher: name === 'kim',
      ...(values && { values }),
      ...(locale && { locale }),
    });
  const question = await as('kim', `/quiz start small time:0 ${more}`);
  const [, round] = /quiz\.(?:answer|reveal)\.\w+:(\d+)/.exec(JSON.stringify(question.card())) ?? [];
  if (round === undefined) throw new Error(`not asked: ${question.text()}`);
  return { room, question, round, as };
}
