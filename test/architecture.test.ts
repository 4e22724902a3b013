/** Who may import whom (DESIGN, section 6), and which SDK has its home where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const leaves = ['i18n', 'random', 'time', 'images', 'references', 'import-folder.ts', 'make-folder.ts'];

/** Folders of src that a folder of src may import, besides itself and the leaves. */
const allowed: Record<string, string[]> = {
  i18n: [],
  random: [],
  time: [],
  images: [],
  references: [],
  'import-folder.ts': [],
  'make-folder.ts': [],
  chat: [],
  datasets: [],
  augment: ['datasets'],
  training: ['datasets', 'augment'],
  charts: [],
  // Subjects, in their order: each may use those before it, and declares the repositories that it needs.
  previews: ['datasets', 'augment', 'charts', 'chat'],
  experiments: ['datasets', 'augment', 'training', 'charts', 'chat', 'previews'],
  predictions: ['chat', 'experiments'],
  quiz: ['datasets', 'augment', 'charts', 'chat', 'previews', 'experiments', 'predictions'],
  privacy: ['chat'],
  'define-command.ts': ['chat', 'datasets', 'previews', 'experiments', 'predictions', 'quiz', 'privacy'],
  jobs: ['chat'],
  store: ['chat', 'jobs', 'experiments', 'predictions', 'privacy', 'quiz', 'training', 'platforms'],
  platforms: ['chat'],
  'config.ts': ['datasets'],
  'app.ts': ['*'],
  'server.ts': ['app.ts', 'config.ts', 'chat', 'platforms', 'terminal-log.ts'],
  'terminal-log.ts': [],
  'main.ts': ['server.ts', 'platforms'],
  'discord-invite.ts': ['chat', 'config.ts', 'platforms'],
  'slack-manifest.ts': ['app.ts', 'config.ts', 'platforms'],
  'build.ts': ['platforms'],
  'cli.ts': ['shell.ts', 'platforms'],
  'shell.ts': ['app.ts', 'charts', 'config.ts', 'chat', 'platforms', 'store'],
  commands: [
    'define-command.ts',
    'chat',
    'training',
    'previews',
    'experiments',
    'predictions',
    'quiz',
    'privacy',
  ],
};

const homes: Record<string, string> = {
  'discord.js': 'src/platforms/discord/',
  '@slack/': 'src/platforms/slack/',
  'better-sqlite3': 'src/store/',
  '@tensorflow/': 'src/training/',
  sharp: 'src/images/',
  'chart.js': 'src/charts/',
  'quickchart-js': 'src/charts/',
  preact: 'src/platforms/web/page/',
  esbuild: 'src/platforms/web/build-page.ts',
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = ['src', 'commands'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/')),
);

const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)/g,
    ),
  ].map((match) => ({ file, target: (match[1] ?? match[2]) as string })),
);

/** `src/chat/card.ts` -> `chat`, `src/app.ts` -> `app.ts`, `commands/help.ts` -> `commands`. */
const area = (file: string): string =>
  file.startsWith('commands/') ? 'commands' : (file.split('/')[1] as string);

describe('imports', () => {
  it('are found at all', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({ file: 'src/shell.ts', target: './app.ts' });
  });

  it('follow the rules', () => {
    const broken = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({
        file,
        from: area(file),
        to: area(normalize(join(dirname(file), target))),
      }))
      .filter(({ from, to }) => {
        const may = allowed[from];
        if (!may) return true;
        return from !== to && !leaves.includes(to) && !may.includes(to) && !may.includes('*');
      });
    expect(broken).toEqual([]);
  });

  it('have no circles', () => {
    const uses = new Map<string, string[]>(files.map((file) => [file, []]));
    for (const { file, target } of imports)
      if (target.startsWith('.')) uses.get(file)?.push(normalize(join(dirname(file), target)));
    /** The files on the way to this one, and this one again where the way leads back to it. */
    const circles: string[] = [];
    const done = new Set<string>();
    function follow(file: string, way: readonly string[]): void {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      if (way.includes(file) || done.has(file)) return;
      for (const next of uses.get(file) ?? []) follow(next, [...way, file]);
      done.add(file);
    }
    for (const file of files) follow(file, []);
    expect(circles).toEqual([]);
  });

  it('let platforms know nothing of each other', () => {
    const platform = (path: string) => /platforms\/([^/]+)/.exec(path)?.[1];
    const broken = imports.filter(({ file, target }) => {
      const [from, to] = [platform(file), platform(normalize(join(dirname(file), target)))];
      return from !== undefined && to !== undefined && target.startsWith('.') && from !== to;
    });
    expect(broken).toEqual([]);
  });

  it('let the page have its own files, a tiny library and what fills in sentences, and of all else only types', () => {
    const page = 'src/platforms/web/page/';
    const own = (file: string, target: string) =>
      target.startsWith('.')
        ? normalize(join(dirname(file), target)).startsWith(page)
        : /^preact(\/|$)/.test(target);
    const foreign = imports.filter(({ file, target }) => file.startsWith(page) && !own(file, target));
    expect(foreign.length).toBeGreaterThan(5);
    const code = foreign.filter(
      ({ file, target }) => !new RegExp(`import type [^;]*from '${target}'`).test(readFileSync(file, 'utf8')),
    );
    const targets = code.map(({ file, target }) => normalize(join(dirname(file), target)));
    expect([...new Set(targets)].sort()).toEqual(['src/i18n/fill.ts']);
    const allowed = [
      'src/platforms/web/protocol.ts',
      'src/chat/assist.ts',
      'src/chat/presser.ts',
      'src/chat/kind.ts',
      'src/i18n/i18n.ts',
      'src/i18n/fill.ts',
    ];
    const elsewhere = foreign.filter(
      ({ file, target }) => !allowed.includes(normalize(join(dirname(file), target))),
    );
    expect(elsewhere).toEqual([]);
    // What the server runs knows the page only as files that were built.
    const back = imports.filter(
      ({ file, target }) =>
        !file.startsWith(page) &&
        target.startsWith('.') &&
        normalize(join(dirname(file), target)).startsWith(page),
    );
    expect(back).toEqual([]);
  });

  it('keep each SDK in its home', () => {
    const broken = imports.filter(({ file, target }) =>
      Object.entries(homes).some(
        ([sdk, home]) =>
          (target === sdk || target.startsWith(sdk.replace(/\/?$/, '/'))) && !file.startsWith(home),
      ),
    );
    expect(broken).toEqual([]);
  });
});

it('chat/ names no platform', () => {
  const named = files
    .filter((file) => file.startsWith('src/chat/'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line}`),
    )
    .filter((line) => /discord|slack|shell|\bweb\b|terminal/i.test(line.slice(line.indexOf(':'))));
  expect(named).toEqual([]);
});

it('a dataset is named in its own file alone', () => {
  const texts = ['src', 'commands'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(tsx?|json|sql|html|css)$/.test(file))
      .map((file) => join(folder, file).replaceAll('\\', '/')),
  );
  expect(texts).toContain('src/i18n/en.json');
  const named = texts.filter((file) => readFileSync(file, 'utf8').includes('fashion-mnist'));
  expect(named.filter((file) => file !== 'src/datasets/image/fashion-mnist.ts')).toEqual([]);
});

it('every file says first what it is for', () => {
  const silent = files.filter((file) => !/^(#!.*\n)?\/\*\*[\s\S]*?\*\//.test(readFileSync(file, 'utf8')));
  expect(silent).toEqual([]);
});
