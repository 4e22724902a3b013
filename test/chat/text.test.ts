/** The text grammar and the options: what people type, and the errors for mistakes. */
import { describe, expect, it } from 'vitest';
import { option, parseOptions } from '../../src/chat/option.ts';
import { parseText } from '../../src/chat/text.ts';
import { UserError } from '../../src/i18n/user-error.ts';
import { small } from '../datasets/catalogs.ts';
import { commands } from './commands.ts';

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
      values: { dataset: 'fashion-mnist', model: 'mlp', fraction: 0.2, epochs: 12, seeds: 6, batch: 32 },
    });
  });

  it.each([
    ['/experiment run fraction:0.2', 0.2],
    ['experiment run fraction: 0.2', 0.2],
    ['  /EXPERIMENT   Run   fraction:0,2 ', 0.2],
    ['/experiment run fraction:20%', 0.2],
    ['/experiment run fraction:"2e-1"', 0.2],
    ['/experiment run fraction:“0.2”', 0.2],
    ['／experiment run fraction：０．２', 0.2],
    ['/experiment\u00a0run\u202ffraction:\u00a0+20\u00a0%', 0.2],
    ['\ufeff/exper\u200biment run fraction:0.2\u200b\u202c', 0.2],
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

describe('a text in quotes', () => {
  it.each([
    ['"a: b"', 'a: b'],
    ['“a: b”', 'a: b'],
    ['„a: b“', 'a: b'],
    [String.raw`"say \"a: b\""`, 'say "a: b"'],
    [String.raw`"C: \Users\kim\new.png"`, String.raw`C: \Users\kim\new.png`],
    [String.raw`"a: \\"`, String.raw`a: \ `.trim()],
    ['"a: b\nc"', 'a: b\nc'],
    ['"the “ b: c"', 'the “ b: c'],
    ['“the " b: c”', 'the " b: c'],
    [String.raw`“the \” b: c”`, 'the ” b: c'],
    ['"a', '"a'],
    ['5" of 3" ', '5" of 3"'],
    ['a\u001b[31m\u0000\u202e\ud800b', 'a[31mb'],
    ['👩‍👩‍👧 ❤️', '👩‍👩‍👧 ❤️'],
  ])('%j', (typed, name) => {
    expect(read(`/experiment rename 1 ${typed}`).values).toEqual({ id: '1', name });
    expect(read(`/experiment rename id:1 NAME: ${typed}`).values).toEqual({ id: '1', name });
  });
});

describe('what is not', () => {
  it.each([
    ['', 'command.empty', {}],
    ['/', 'command.empty', {}],
    ['/experimnt run', 'command.misspelt', { meant: 'experiment run' }],
    ['/experiment rnu', 'command.misspelt', { meant: 'experiment run' }],
    ['/experiment', 'command.incomplete', {}],
    ['/experiment start', 'command.notInGroup', { typed: 'experiment start' }],
    ['/run fraction:0.2', 'command.misspelt', { typed: 'run', meant: 'experiment run' }],
    ['/experiment fraction:0.2', 'command.incomplete', { typed: 'experiment' }],
    ['/xyzzy', 'command.unknown', {}],
    [`/${'😀'.repeat(100)}`, 'command.unknown', { typed: `${'😀'.repeat(59)}…` }],
    ['/experiment run epocs:3', 'option.misspelt', { meant: 'epochs' }],
    ['/experiment run colour:3', 'option.unknown', {}],
    ['/experiment list all:1', 'option.none', { name: 'all' }],
    ['/experiment list all', 'option.none', { name: 'all' }],
    ['/experiment rename 1 Note: no flip', 'option.unknownOrText', { name: 'note', example: 'name:"…"' }],
    ['/experiment run epochen:3', 'option.misspelt', { name: 'epochen', meant: 'epochs' }],
    ['/experiment run 에포크:3', 'option.unknown', { name: '에포크' }],
    ['/experiment run constructor:1', 'option.unknown', { name: 'constructor' }],
    ['/experiment run __proto__:1', 'option.unknown', { name: '__proto__' }],
    ['/experiment run __proto__:1 __PROTO__:1', 'option.twice', { name: '__proto__' }],
    ['/experiment run epochs:3 epochs:4', 'option.twice', {}],
    ['/experiment run Epochs:3 epochs:4', 'option.twice', { name: 'epochs' }],
    ['/experiment show 3 id:4', 'option.twice', { name: 'id' }],
    ['/augment preview image:x.png label:Bag', 'option.contradiction', { name: 'image', other: 'label' }],
    // As it was called before.
    ['/augment preview picture:x.png label:Bag', 'option.contradiction', { name: 'image', other: 'label' }],
    ['/augment preview picture:x.png image:y.png', 'option.twice', { name: 'image' }],
    ['/augment preview dataset:photos image:x.png', 'option.contradiction', { other: 'dataset' }],
    ['/experiment run epochs:', 'option.empty', {}],
    ['/experiment run 0.2', 'option.loose', { text: '0.2', example: 'dataset:…' }],
    ['/experiment run epochs=3', 'option.loose', { example: 'epochs:…' }],
    ['/experiment run --fraction 0.2', 'option.loose', { example: 'fraction:…' }],
    ['/experiment run :3', 'option.loose', {}],
    ['/experiment show 1 2', 'option.loose', { example: 'id:…' }],
    ['/experiment run epochs:many', 'option.notWhole', { min: 1, max: 300 }],
    ['/experiment run epochs:2.5', 'option.notWhole', {}],
    ['/experiment run epochs:1.000', 'option.notWhole', {}],
    ['/experiment run epochs:1,000', 'option.notWhole', {}],
    ['/experiment run epochs:600%', 'option.notWhole', {}],
    ['/experiment run epochs:1_000', 'option.notWhole', {}],
    ['/experiment run epochs:½', 'option.notWhole', {}],
    ['/experiment run epochs:1²', 'option.notWhole', {}],
    [`/experiment run epochs:3${' '.repeat(50)}4`, 'option.notWhole', {}],
    [`/experiment run fraction:0.${'2'.repeat(50)}x`, 'option.notNumber', { given: `0.${'2'.repeat(37)}…` }],
    ['/experiment run epochs:1e9', 'option.range', { given: '1e9' }],
    ['/experiment run epochs:1e999', 'option.range', {}],
    ['/experiment run fraction:1.000,5', 'option.notNumber', {}],
    ['/experiment run fraction:Infinity', 'option.notNumber', {}],
    ['/experiment run fraction:0', 'option.range', { min: 0.001, max: 1 }],
    ['/experiment run fraction:-0.2', 'option.range', {}],
    ['/experiment run fraction:NaN', 'option.notNumber', {}],
    ['/experiment run fraction:0x1', 'option.notNumber', {}],
    ['/experiment run dataset:cifar', 'option.choice', { choices: small.names.join(', ') }],
    ['/experiment run model:mpl', 'option.misspeltChoice', { meant: 'mlp', choices: 'mlp, cnn' }],
    ['/experiment rename 12', 'option.missing', { name: 'name' }],
    [`/experiment rename 1 ${'long '.repeat(100)}`, 'option.tooLong', { max: 80 }],
    ['a'.repeat(100_000), 'command.tooLong', {}],
  ])('%.40s', (text, key, params) => {
    expect(mistake(text)).toMatchObject({ key, params });
  });
});

it('excludes only options that there are', () => {
  for (const { command } of commands) {
    for (const { excludes = [] } of Object.values(command.options))
      expect(Object.keys(command.options)).toEqual(expect.arrayContaining([...excludes]));
  }
});

it('takes typed values from other platforms, without what nobody sees', () => {
  const options = { name: option.text({ max: 3 }), count: option.integer({ min: 1, max: 9, default: 1 }) };
  expect(parseOptions(options, { name: ' a\u202e\u0000b👍\n', count: 3 })).toEqual({
    name: 'ab👍',
    count: 3,
  });
  expect(() => parseOptions(options, { name: true, count: 3 })).toThrow('option.tooLong');
  expect(() => parseOptions(options, { name: 'a', count: Number.NaN })).toThrow('option.notWhole');
});
