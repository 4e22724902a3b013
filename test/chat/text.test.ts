/** The text grammar and the options: what people type, and what they are told when it is wrong. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import type { NamedCommand } from '../../src/chat/command.ts';
import { parseOptions } from '../../src/chat/option.ts';
import { parseText } from '../../src/chat/text.ts';
import { UserError } from '../../src/i18n/user-error.ts';
import type { Services } from '../../src/services.ts';

let commands: NamedCommand<Services>[];
beforeAll(async () => {
  commands = await loadCommands();
});

function read(text: string) {
  const { found, raw } = parseText(text, commands);
  return { name: found.name, values: parseOptions(found.command.options, raw) };
}

function mistake(text: string): { key: string; params: object } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return { key: error.key, params: error.params };
    throw error;
  }
  throw new Error(`${text} was understood`);
}

describe('what is understood', () => {
  it('takes defaults where nothing is given', () => {
    expect(read('/experiment run')).toMatchObject({
      name: 'experiment run',
      values: { dataset: 'fashion-mnist', model: 'mlp', fraction: 0.2, epochs: 10, seeds: 6, batch: 32 },
    });
  });

  it.each([
    ['/experiment run fraction:0.2', 0.2],
    ['experiment run fraction: 0.2', 0.2],
    ['  /EXPERIMENT   Run   fraction:0,2 ', 0.2],
    ['/experiment run fraction:20%', 0.2],
    ['/experiment run fraction:"2e-1"', 0.2],
  ])('%s', (text, fraction) => {
    expect(read(text)).toMatchObject({ name: 'experiment run', values: { fraction } });
  });

  it('lets a value run on to the next option', () => {
    expect(read('/experiment run policy:flip + rotate(0.04)@0.5 epochs:3').values).toMatchObject({
      policy: 'flip + rotate(0.04)@0.5',
      epochs: 3,
    });
    expect(read('/experiment run policy:"flip + erase" epochs:3').values).toMatchObject({
      policy: 'flip + erase',
    });
  });

  it('takes the first options without their names where they may stand so', () => {
    expect(read('/experiment show').values).toEqual({ id: 'latest' });
    expect(read('/experiment show 12').values).toEqual({ id: '12' });
    expect(read('/experiment show id:12').values).toEqual({ id: '12' });
    expect(read('/experiment rename 12 Flip or not').values).toEqual({ id: '12', name: 'Flip or not' });
    expect(read('/experiment rename name:"a: b"').values).toEqual({ id: 'latest', name: 'a: b' });
    expect(read('/settings language ko').values).toEqual({ language: 'ko', for: 'me' });
    expect(read('/help experiment run').values).toEqual({ command: 'experiment run' });
  });
});

describe('what is not', () => {
  it.each([
    ['', 'command.empty', {}],
    ['/', 'command.empty', {}],
    ['/experimnt run', 'command.misspelt', { meant: 'experiment run' }],
    ['/experiment rnu', 'command.misspelt', { meant: 'experiment run' }],
    ['/experiment', 'command.incomplete', {}],
    ['/xyzzy', 'command.unknown', {}],
    ['/experiment run epocs:3', 'option.misspelt', { meant: 'epochs' }],
    ['/experiment run colour:3', 'option.unknown', {}],
    ['/experiment list all:1', 'option.none', {}],
    ['/experiment run epochs:3 epochs:4', 'option.twice', {}],
    ['/experiment run epochs:', 'option.empty', {}],
    ['/experiment run 0.2', 'option.loose', {}],
    ['/experiment run epochs:many', 'option.notWhole', { min: 1, max: 300 }],
    ['/experiment run epochs:2.5', 'option.notWhole', {}],
    ['/experiment run epochs:1e9', 'option.range', {}],
    ['/experiment run fraction:0', 'option.range', { min: 0.001, max: 1 }],
    ['/experiment run fraction:-0.2', 'option.range', {}],
    ['/experiment run fraction:NaN', 'option.notNumber', {}],
    ['/experiment run fraction:0x1', 'option.notNumber', {}],
    ['/experiment run dataset:mnist', 'option.choice', { choices: 'fashion-mnist' }],
    ['/experiment rename 12', 'option.missing', { name: 'name' }],
    [`/experiment rename 1 ${'long '.repeat(100)}`, 'option.tooLong', { max: 80 }],
    ['a'.repeat(100_000), 'command.tooLong', {}],
  ])('%.40s', (text, key, params) => {
    expect(mistake(text)).toMatchObject({ key, params });
  });
});

it('understands or refuses every line, and never fails otherwise', () => {
  const word = fc.constantFrom(
    '/experiment',
    'run',
    'show',
    'fraction:',
    '0.2',
    'policy:',
    'flip',
    '"',
    '\\',
    ':',
    '@',
  );
  const line = fc.array(fc.oneof(word, fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 12 });
  fc.assert(
    fc.property(line, (words) => {
      try {
        return typeof read(words.join(' ')).name === 'string';
      } catch (error) {
        return error instanceof UserError;
      }
    }),
    { numRuns: 2000 },
  );
});
