/** What becomes of the text in the composer: suggestions taken, Enter, pictures named. */
import { describe, expect, it } from 'vitest';
import type { Assistance } from '../../../../src/chat/assist.ts';
import type { Suggestion } from '../../../../src/chat/kind.ts';
import {
  fileName,
  mention,
  unfit,
  unmention,
} from '../../../../src/platforms/web/page/composer/attachment.ts';
import {
  firstActive,
  isCommand,
  move,
  onEnter,
  take,
} from '../../../../src/platforms/web/page/composer/edit.ts';

const suggestion = (insert: string): Suggestion => ({ kind: 'command', label: insert, insert });
const help = (more: Partial<Assistance>): Assistance => ({
  replace: [0, 0],
  suggestions: [],
  unfinished: false,
  ...more,
});

describe('a suggestion', () => {
  it('replaces what was the beginning of it, and the cursor stands behind it', () => {
    const text = '/experiment run fra seeds:3';
    const edited = take(text, help({ replace: [16, 19] }), suggestion('fraction:'));
    expect(edited).toEqual({ text: '/experiment run fraction: seeds:3', cursor: 25 });
  });

  it('counts as the browser does where there are letters of two units', () => {
    const edited = take('/help 😀 x', help({ replace: [9, 10] }), suggestion('xy'));
    expect(edited).toEqual({ text: '/help 😀 xy', cursor: 11 });
  });

  it('is marked where Enter takes it, and moves round the ends', () => {
    const two = [suggestion('a'), suggestion('b')];
    expect(firstActive(help({ suggestions: two, unfinished: true }))).toBe(0);
    expect(firstActive(help({ suggestions: two }))).toBe(-1);
    expect(firstActive(help({ unfinished: true }))).toBe(-1);
    expect([move(-1, 1, 2), move(-1, -1, 2), move(1, 1, 2), move(0, -1, 2)]).toEqual([0, 1, 0, 1]);
  });
});

describe('Enter', () => {
  const two = [suggestion('a'), suggestion('b')];
  it.each([
    ['nothing is known', undefined, -1, 'send'],
    ['a suggestion is marked', help({ suggestions: two, problem: 'p' }), 1, 'take'],
    ['the list was closed', help({ suggestions: two, unfinished: true }), -1, 'send'],
    ['something is wrong', help({ problem: 'p' }), -1, 'refuse'],
    ['the mark is of a longer list', help({ suggestions: two }), 2, 'send'],
    ['all is right', help({}), -1, 'send'],
  ] as const)('where %s', (_, known, active, expected) => {
    expect(onEnter(known, active)).toBe(expected);
  });
});

it('knows a command by its slash, a wide one, too', () => {
  expect(['/help', '  /help', '／help', 'a /b', ''].map(isCommand)).toEqual([true, true, true, false, false]);
});

describe('a file', () => {
  it.each([
    ['a', 'image/png', 20_000_000, undefined],
    ['a', 'image/jpeg', 20_000_001, 'attach.large'],
    ['a', 'image/svg+xml', 10, 'attach.kind'],
    ['a', 'image/gif', 10, 'attach.kind'],
    ['a', '', 10, 'attach.kind'],
    ['mine.yaml', '', 10, undefined],
    ['mine.YML', 'application/yaml', 10, undefined],
    ['mine.txt', 'text/plain', 20_000_001, 'attach.large'],
    ['mine.yaml.exe', '', 10, 'attach.kind'],
  ])('called %s, of type “%s”, with %d bytes', (name, type, size, expected) => {
    expect(unfit({ name, type, size })).toBe(expected);
  });

  it.each([
    ['cat.png', 'cat.png'],
    ['a "b"\\c.png', 'a bc.png'],
    ['a\nb\u202e.png', 'ab.png'],
    ['\u1100\u1161.jpg', '가.jpg'],
    ['""', 'file'],
  ])('called %j goes by %j', (file, expected) => {
    expect(fileName(file)).toBe(expected);
  });

  it('makes a command of an empty composer, and goes again with it', () => {
    expect(mention(' ', 'cat.png')).toBe('/augment preview image:cat.png');
    expect(mention('', 'my cat.png')).toBe('/augment preview image:"my cat.png"');
    expect(mention('', 'x:y.png')).toBe('/augment preview image:"x:y.png"');
    expect(mention('', 'my quiz.yaml')).toBe('/quiz new file:"my quiz.yaml"');
    expect(unmention(mention('', 'my cat.png'), 'my cat.png')).toBe('');
    expect(unmention(mention('', 'quiz.yaml'), 'quiz.yaml')).toBe('');
  });

  it('is named in a command that lacks it, and nowhere else', () => {
    const command = '/augment preview policy:hue(0.3)';
    expect(mention(`${command} `, 'a.png')).toBe(`${command} image:a.png`);
    expect(mention(`${command} image:b.png`, 'a.png')).toBe(`${command} image:b.png`);
    expect(mention('/quiz new name:mine', 'a.yaml')).toBe('/quiz new name:mine file:a.yaml');
    expect(mention('look at this', 'a.png')).toBe('look at this');
    expect(mention(`${command} picture:b.png`, 'a.png')).toBe(`${command} picture:b.png`);
    expect(unmention(`${command} image:a.png`, 'a.png')).toBe(command);
  });
});
