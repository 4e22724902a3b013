/** Messages over a real socket: in any pieces, bounded in both directions. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { LONGEST_LINE, MOST_WAITING, talk } from '../../../../src/platforms/terminal/handover/lines.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';

const message = z.object({ text: z.string() });

let folder: string;
let server: Server;
let near: Socket;
let far: Socket;
let heard: string[];
let closed: Promise<Error | undefined>;
let send: (message: { text: string }) => void;

beforeEach(async () => {
  folder = newFolder();
  const path = join(folder, 'socket');
  server = createServer().listen(path);
  far = connect(path);
  [near] = (await once(server, 'connection')) as [Socket];
  heard = [];
  closed = new Promise((resolve) => {
    send = talk(near, {
      incoming: message,
      outgoing: message,
      onMessage: ({ text }) => heard.push(text),
      onClose: resolve,
    });
  });
  far.on('error', () => {});
});
afterEach(() => {
  far.destroy();
  near.destroy();
  server.close();
  deleteFolder(folder);
});

it('puts lines together, however they arrive', async () => {
  const bytes = Buffer.from('{"text":"가나다"}\n{"text":"b"}\n\n');
  for (const byte of bytes) {
    far.write(Buffer.of(byte));
    await once(near, 'data');
  }
  // The empty line is none of ours.
  expect(await closed).toBeInstanceOf(SyntaxError);
  expect(heard).toEqual(['가나다', 'b']);
  far.end();
});

it('takes many lines at once, and none after a bad one', async () => {
  far.write('{"text":"a"}\n{"text":"b"}\n{"text":7}\n{"text":"c"}\n');
  expect(await closed).toBeInstanceOf(z.core.$ZodError);
  expect(heard).toEqual(['a', 'b']);
});

it('sends what arrives as it was, line breaks and all', async () => {
  const got: string[] = [];
  const both = new Promise<void>((resolve) =>
    talk(far, {
      incoming: message,
      outgoing: message,
      onMessage: ({ text }) => void (got.push(text) === 2 && resolve()),
      onClose: () => {},
    }),
  );
  send({ text: 'two\nlines\u2028' });
  send({ text: '' });
  await both;
  expect(got).toEqual(['two\nlines\u2028', '']);
});

it('ends with a line that never ends', async () => {
  const piece = Buffer.alloc(1_000_000, 'x');
  far.on('drain', () => far.write(piece));
  while (far.write(piece));
  expect((await closed)?.message).toContain(`more than ${LONGEST_LINE} bytes`);
});

it('gives up on somebody who does not read, before much is waiting', async () => {
  const text = 'x'.repeat(1_000_000);
  far.pause();
  let sent = 0;
  while (!near.destroyed && sent < 100) {
    send({ text });
    sent++;
  }
  expect((await closed)?.message).toContain('nobody reads');
  // What the system takes comes on top.
  expect(sent * text.length).toBeLessThan(MOST_WAITING + 4_000_000);
  send({ text: 'more' });
});
