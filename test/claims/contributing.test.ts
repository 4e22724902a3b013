/** Follows the walks of CONTRIBUTING.md to the letter, in a temporary copy of the tree. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { locales } from '../../src/i18n/i18n.ts';
import { ours } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder, openTestApp } from '../test-app.ts';

type Tree = { [key: string]: string | Tree };

/** The code blocks of CONTRIBUTING.md that name a file, in their order. */
const examples = [
  ...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^( *)```\w+ (\S+)\n([\s\S]*?)^ *```$/gm),
].map(([, indent = '', file = '', code = '']) => ({
  file,
  code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
}));

/** An example of one of these files is a row of its table, which begins like this. */
const tables: Readonly<Record<string, RegExp>> = {
  'README.md': /^\| command .*\n\| ---.*\n/m,
  'test/chat/roles.test.ts': /^const table: readonly Row\[\] = \[\n/m,
};

const folder = newFolder();
afterAll(() => deleteFolder(folder));
const root = join(folder, 'augie');
/** The folder of datasets that the walks call `../class`. */
const own = join(folder, 'class');
const inRoot = (file: string) => join(root, file);
const messages = (locale: string) => inRoot(`src/i18n/${locale}.json`);

function write(file: string, text: string): void {
  mkdirSync(dirname(inRoot(file)), { recursive: true });
  writeFileSync(inRoot(file), text);
}

/** The copy's quick suite is quick, also when this one runs at real size. */
const here = { ...process.env, REAL_SIZE: undefined, AUGIE_DATA: inRoot('var') };

function runWith(env: NodeJS.ProcessEnv, ...[command, ...args]: [string, ...string[]]): string {
  try {
    return execFileSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  }
}

const run = (...command: [string, ...string[]]) => runWith(here, ...command);
const node = (...args: string[]) => run(process.execPath, ...args);
const bin = (path: string, ...args: string[]) => node(join('node_modules', path), ...args);
const augie = (...args: string[]) => node('dist/src/cli.js', ...args);

/** The messages of a language with `more` added. */
function merge(tree: Tree, more: Tree): Tree {
  const merged = { ...tree };
  for (const [key, value] of Object.entries(more)) {
    const old = merged[key] ?? {};
    merged[key] = typeof value === 'string' || typeof old === 'string' ? value : merge(old, value);
  }
  return merged;
}

/** Messages as a pretend translator writes them: accents on every plain word except the first, which may be a name. */
function translated(tree: Tree): Tree {
  const accents: Readonly<Record<string, string>> = { a: 'à', e: 'é', i: 'î', o: 'ô', u: 'ù', y: 'ÿ' };
  const accented = (word: string, place: number) =>
    place > 0 && /^[a-z]+[.,;:?]?$/.test(word)
      ? word.replace(/[aeiouy]/g, (letter) => accents[letter]!)
      : word;
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.split(' ').map(accented).join(' ') : translated(value),
  ]);
  return Object.fromEntries(entries);
}

/** French has a third plural form. */
function withMany(tree: Tree): Tree {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string | Tree][] => {
    if (typeof value !== 'string') return [[key, withMany(value)]];
    return key.endsWith('_other')
      ? [
          [key, value],
          [key.replace(/other$/, 'many'), value],
        ]
      : [[key, value]];
  });
  return Object.fromEntries(entries);
}

const readMessages = (locale: string): Tree => JSON.parse(readFileSync(messages(locale), 'utf8'));
const writeMessages = (locale: string, tree: Tree) =>
  writeFileSync(messages(locale), `${JSON.stringify(tree, null, 2)}\n`);

beforeAll(() => {
  const left = new Set(['node_modules', 'dist', '.git', 'var', 'augie-out', '.env']);
  cpSync('.', root, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(realpathSync('node_modules'), inRoot('node_modules'));
  for (const { file, code } of examples) {
    const table = tables[file];
    if (table) {
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(table);
      write(
        file,
        text.replace(table, (start) => start + code),
      );
    } else if (!file.endsWith('.json')) write(file, code);
  }
  node('make-bars.mjs');
  rmSync(inRoot('make-bars.mjs'));
  cpSync(inRoot('data/bars'), join(own, 'data/stripes'), { recursive: true });
});

const suite = (...paths: string[]) =>
  bin('vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...paths);

const added = examples
  .filter(({ file }) => file.endsWith('.json'))
  .map(({ code }): Tree => JSON.parse(code))
  .reduce(merge);

/** Puts messages into every language. */
function add(tree: Tree): void {
  for (const locale of locales)
    writeMessages(locale, merge(readMessages(locale), locale === 'en' ? tree : translated(tree)));
}

test('forgotten texts are named', () => {
  expect(() => run('npm', 'run', 'build', '--silent')).toThrow(
    /augment\.count\.summary[\s\S]*op\.solarize\.drawn[\s\S]*op\.solarize\.note/,
  );
  const { augment, op } = added as { augment: { count: Tree }; op: { solarize: Tree } };
  const { options: _options, ...count } = augment.count;
  const { about: _about, ...solarize } = op.solarize;
  add({ augment: { count }, op: { solarize } });
  expect(() => suite('test/i18n')).toThrow(/augment\.count\.options\.dataset[\s\S]*op\.solarize\.about/);
});

test('a command, an operation, a dataset and a language are in, and everything holds', () => {
  add(added);
  writeMessages('fr', withMany(translated(readMessages('en'))));

  bin('@biomejs/biome/bin/biome', 'check', 'commands', 'src');
  bin('typescript/bin/tsc', '-p', 'test');
  run('npm', 'run', 'build', '--silent');
  const places = [
    'architecture',
    'chat',
    'config',
    'docs',
    'augment',
    'commands/augment',
    'commands/help',
    'commands/settings',
  ];
  suite(...places, 'datasets', 'i18n', 'images/fonts', 'training/models');

  expect(augie('/augment count dataset:bars')).toMatch(/far left +100/);
  expect(augie('/augment preview dataset:bars policy:solarize@1')).toContain('solarize from 0.5');
  expect(augie('/augment list', '--locale', 'fr')).toContain('solarize(threshold=0..1)@0.5');
  expect(augie('/settings language fr')).toMatch(/From nôw ôn/);
  for (const model of ['mlp', 'cnn'])
    expect(augie(`/experiment run dataset:bars model:${model} fraction:0.5 epochs:2 seeds:1`)).toMatch(
      /160 +10 /,
    );
});

test('datasets of another folder are known wherever that folder is named, and nowhere else', async () => {
  const env = { ...here, AUGIE_DATASETS: '../class', AUGIE_DATA: join(own, 'var') };
  const inClass = (line: string) => runWith(env, process.execPath, 'dist/src/cli.js', line);
  expect(inClass('/augment preview')).toContain('Stripes');
  expect(inClass('/experiment run fraction:0.5 epochs:2 seeds:1')).toMatch(/50% of Stripes[\s\S]*160 +10 /);

  const data = join(folder, 'data');
  const testApp = await openTestApp(data, { AUGIE_DATASETS: own });
  try {
    const assist = (text: string) =>
      testApp.app.chat
        .assist({
          text,
          cursor: text.length,
          person: { id: 'test:kim', name: 'kim', teacher: false },
          place: { platform: 'test', channel: 'class' },
          locale: 'en',
        })
        .suggestions.map(({ label }) => label);
    expect(assist('/experiment run dataset:')).toEqual(['stripes']);
    expect(assist('/augment preview dataset:')).toEqual(['stripes', 'photos']);
    expect(assist('/augment preview dataset:stripes label:')).toEqual(['first', 'second', 'third', 'fourth']);
    const preview = await testApp.say('/augment preview dataset:stripes label:third');
    expect(preview.text()).toContain('Stripes');
    const experiment = await testApp.finish('/experiment run dataset:stripes epochs:2 seeds:1');
    expect(experiment.text()).toContain('20% of Stripes');
  } finally {
    await testApp.stop();
  }
  expect(ours.names).not.toContain('stripes');
  expect(() => augie('/augment preview dataset:stripes')).toThrow(/bars, fashion-mnist, photos/);
});
