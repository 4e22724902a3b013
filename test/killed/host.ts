/**
 * npm start with one channel, made of a file so that it outlives every kill: `host <server> <file> [<point>] [<command>]`. A
 * line of the file is a message or a new version of one; a message whose nonce is there already is not posted again,
 * as Discord does it. `point` is where the process kills itself. `server` is the built server.js; of our own files it may
 * import only types.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { argv } from 'node:process';
import type { Card } from '../../src/chat/card.ts';
import type { Posted } from '../../src/chat/place.ts';
import type { Platform } from '../../src/chat/ports.ts';

/** Moments that no stopwatch hits. */
export type Point = 'before the post' | 'after the post' | 'before the last edit' | 'after the last edit';

export interface Line {
  readonly message: string;
  readonly nonce?: string;
  readonly card: Card;
}

export const readLines = (file: string): Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    : [];

function fileChannel(file: string, point: string | undefined, command: string | undefined): Platform {
  const place = { platform: 'file', channel: 'class' };
  const die = (here: Point) => {
    if (here === point) process.kill(process.pid, 'SIGKILL');
  };
  const write = (line: Line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  function post(card: Card, nonce: string | undefined): Posted {
    const lines = readLines(file);
    const known = nonce && lines.find((line) => line.nonce === nonce);
    if (known) return { ...place, message: known.message };
    const message = String(lines.length);
    die('before the post');
    write({ message, ...(nonce && { nonce }), card });
    die('after the post');
    return { ...place, message };
  }
  return {
    name: place.platform,
    facts: { editEveryMs: 2000, editShareOfAge: 1 / 120, suggestions: 25, formFields: 5 },
    async start(dispatch) {
      if (!command) return;
      const person = { id: 'file:kim', name: 'kim', teacher: false };
      await dispatch({ person, place, localeTag: 'en', input: { text: command } }, async (card, _, nonce) =>
        post(card, nonce),
      );
    },
    stop: async () => {},
    post: async (_, card, nonce) => post(card, nonce),
    async edit(posted, card) {
      const last = !card.blocks.some(({ type }) => type === 'progress');
      if (last) die('before the last edit');
      write({ message: posted.message, card });
      if (last) die('after the last edit');
      return posted;
    },
  };
}

if (argv[1] === import.meta.filename) {
  const [, , server = '', file = '', point, command] = argv;
  const { serve }: typeof import('../../src/server.ts') = await import(server);
  await serve(() => ({ platforms: [fileChannel(file, point, command)] }));
}
