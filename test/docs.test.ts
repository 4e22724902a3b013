/** The documents agree with the code: links, commands, settings, folders, scripts and versions in them exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCommands } from '../src/app.ts';
import { variables } from '../src/config.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const without = new Set(['node_modules', 'dist', '.git', 'var', 'augie-out']);

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return without.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const documents = markdownIn('.');

/** Without code, where brackets are not links and `#` is a comment. */
const prose = (text: string) => text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]+`/g, 'code');

/** The anchors of headings, as GitHub makes them. */
const anchors = (text: string) =>
  [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const targetsOf = (text: string) =>
  [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?\)|<img[^>]*? src="([^"]+)"/g)].map(
    ([, link, image]) => (link ?? image) as string,
  );

describe('links', () => {
  it('are found at all', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'CONTRIBUTING.md']));
    const inReadme = targetsOf(read('README.md'));
    expect(inReadme).toEqual(
      expect.arrayContaining(['data/readme/classroom.png', 'data/readme/preview.png']),
    );
    expect(inReadme).toEqual(expect.arrayContaining(['SECURITY.md', '#troubleshooting']));
  });

  it.each(documents)('of %s lead somewhere', (document) => {
    const broken = targetsOf(read(document)).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      return !existsSync(file) || (anchor !== undefined && !anchors(read(file)).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

it('README lists every command, and who may use it', async () => {
  const rows = [...read('README.md').matchAll(/^\| `(\/[a-z ]+)` +\| ([^|]+?) +\| (\w+) +\|$/gm)];
  const commands = await loadCommands();
  const expected = commands.map(({ name, command }) => [
    `/${name}`,
    command.who === 'teacher' ? 'teachers' : 'everyone',
  ]);
  expect(rows.map(([, name, , who]) => [name, who]).sort()).toEqual(expected.sort());
});

/** The texts of a language. */
const leaves = (tree: object): string[] =>
  Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : leaves(value as object),
  );

it('README quotes messages as Augie writes them', () => {
  const messages = leaves(JSON.parse(read('src/i18n/en.json')));
  const quoted = [...read('README.md').matchAll(/\*\*“([^”]+)”\*\*/g)].map(([, quote = '']) => quote);
  expect(quoted).toContain('Another Augie is using …');
  // … is any text.
  const parts = (quote: string) => quote.split('…').map((part) => part.trim());
  const unknown = quoted.filter(
    (quote) => !messages.some((message) => parts(quote).every((part) => message.includes(part))),
  );
  expect(unknown).toEqual([]);
});

/** Variables that the system, npm or Vitest sets, and the socket of @hono/node-server: nobody fills them in for Augie. */
const others = new Set(
  `CI DISPLAY KUBERNETES_SERVICE_HOST LANG LC_ALL LC_MESSAGES SSH_CONNECTION SSH_TTY TERM VITEST WAYLAND_DISPLAY
  container incoming npm_command npm_lifecycle_event`.split(/\s+/),
);

describe('settings', () => {
  const sources = ['src', 'commands'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => read(join(folder, file))),
  );

  it('that the code reads are in .env.example', () => {
    const used = sources.flatMap((text) =>
      [...text.matchAll(/(?:process\.|[^\w.])env\.(\w+)/g)].map(([, name = '']) => name),
    );
    expect(used).toContain('LC_ALL');
    const unknown = used.filter((name) => !variables.includes(name) && !others.has(name));
    expect(unknown).toEqual([]);
  });

  it('that .env.example explains are read by the code', () => {
    const explained = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
    const unread = explained.filter((name) => !sources.some((text) => text.includes(`set.${name}`)));
    expect(explained).toContain('PORT');
    expect(unread).toEqual([]);
  });

  it('that README and SECURITY name exist', () => {
    const named = ['README.md', 'SECURITY.md'].flatMap((file) =>
      [...read(file).matchAll(/\b((?:AUGIE|DISCORD|SLACK|QUICKCHART|TRUSTED|PUBLIC)_[A-Z_]+)\b/g)].map(
        ([, name = '']) => name,
      ),
    );
    const tests = ['test', 'bench'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && file !== 'docs.test.ts')
        .map((file) => read(join(folder, file))),
    );
    const unknown = [...new Set(named)].filter(
      (name) => !variables.includes(name) && !tests.some((text) => text.includes(`env.${name}`)),
    );
    expect(named).toContain('AUGIE_DATASETS');
    expect(unknown).toEqual([]);
  });
});

it('the picture of the architecture has every folder of src', () => {
  const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(read('CONTRIBUTING.md')) ?? [];
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(10);
  const missing = folders.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(picture));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

it('scripts that the documents name are in package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', '.env.example'].flatMap((file) =>
    [...read(file).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name),
  );
  expect(named).toContain('demo');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('CHANGELOG has the newest version first, and it is that of package.json', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(headings[0]).toBe('[Unreleased]');
  expect(headings[1]).toMatch(new RegExp(`^\\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`));
  const kinds = [...read('CHANGELOG.md').matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);
  const allowed = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect(kinds.filter((kind) => !allowed.includes(kind as string))).toEqual([]);
});
