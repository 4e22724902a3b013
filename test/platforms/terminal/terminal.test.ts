/** The shell as a platform: progress drawn in place, and lines that must not be cut. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Card } from '../../../src/chat/card.ts';
import { createTerminal } from '../../../src/platforms/terminal/terminal.ts';
import { lineTyper } from '../../../src/platforms/terminal/typed-line.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';

const posted = { platform: 'terminal', channel: 'c', message: '1' };
const running = (more: { left?: string; paused?: string }): Card => ({
  title: 'Experiment 1',
  blocks: [{ type: 'progress', label: '1 of 3', done: 1, total: 3, ...more }],
});

function setUp(columns: number) {
  const printed: string[] = [];
  const terminal = createTerminal({
    charts: { render: async () => new Uint8Array() },
    folder: 'nowhere',
    json: false,
    print: (text) => printed.push(text),
    complain: () => {},
    columns,
    links: false,
    typed: lineTyper('augie', []),
  });
  return { printed, edit: (card: Card) => terminal.edit(posted, card) };
}

it('draws progress over itself, cut to the width', async () => {
  const { printed, edit } = setUp(40);
  await edit(running({ left: 'about as long as this sentence is' }));
  expect(printed).toEqual(['\r\u001b[K[###-------] 1 of 3 · about as long as…']);
});

it.each([0, 40])('says once and whole why it stands still, with %i columns', async (columns) => {
  const { printed, edit } = setUp(columns);
  const paused = 'Paused: the disk is full, and this sentence is longer than the line.';
  await edit(running({ left: '3 s' }));
  const before = printed.length;
  await edit(running({ paused }));
  await edit(running({ paused }));
  expect(printed.slice(before).filter((text) => text.includes('Paused'))).toEqual([`${paused}\n`]);
  await edit(running({ left: '2 s' }));
  expect(printed.at(-1)).toContain('1 of 3 · 2 s');
});

it('prints a line when more is trained and when the first points are there, where nothing can be drawn over', async () => {
  const { printed, edit } = setUp(0);
  const figure = { config: {}, width: 1, height: 1 };
  const withPoints = (alt: string): Card => {
    const { title, blocks } = running({});
    return { title, blocks: [...blocks, { type: 'picture', name: 'curves', alt, figure }] };
  };
  await edit(running({ left: '3 s' }));
  await edit(running({ left: '2 s' }));
  await edit(withPoints('80 %'));
  await edit(withPoints('81 %'));
  expect(printed).toEqual(['1 of 3 · 3 s\n', '1 of 3 · 80 %\n']);
});

it('numbers images, and writes over nothing but the same image and what this command wrote', async () => {
  const folder = newFolder();
  onTestFinished(() => deleteFolder(folder));
  const preview = (content: string): Card => ({
    title: 'Preview',
    blocks: [{ type: 'picture', name: 'preview', alt: '', png: Buffer.from(content) }],
  });
  const command = () => {
    const terminal = createTerminal({
      charts: { render: async () => new Uint8Array() },
      ...{ folder, json: false, columns: 80, links: false, typed: lineTyper('augie', []) },
      print: () => {},
      complain: () => {},
    });
    return (content: string) => terminal.respond(posted, preview(content), 'everyone');
  };
  await command()('one');
  await command()('two');
  await command()('one');
  const changing = command();
  await changing('three');
  await changing('four');
  const files = readdirSync(folder).sort();
  expect(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])).toEqual([
    ['preview-2.png', 'two'],
    ['preview-3.png', 'four'],
    ['preview.png', 'one'],
  ]);
});
