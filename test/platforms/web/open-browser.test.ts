/** npm start on a terminal: sentences instead of JSON, and a browser where somebody sits before a screen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserOpener, type Desk, openInBrowser } from '../../../src/platforms/web/open-browser.ts';
import { readable } from '../../../src/terminal-log.ts';
import { built } from '../../built.ts';
import { testEnv } from '../../env.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';

const desk = (env: NodeJS.ProcessEnv, more: Partial<Desk> = {}): Desk => ({
  env,
  platform: 'linux',
  isTerminal: true,
  isContainer: false,
  ...more,
});
const screen = { DISPLAY: ':0' };

describe('a browser is opened', () => {
  it.each<[string, Desk, string | undefined]>([
    ['on a desktop', desk(screen), 'xdg-open'],
    ['on Wayland', desk({ WAYLAND_DISPLAY: 'wayland-0' }), 'xdg-open'],
    ['on a Mac', desk({}, { platform: 'darwin' }), 'open'],
    ['on Windows', desk({}, { platform: 'win32' }), 'rundll32'],
    ['over SSH with a screen', desk({ ...screen, SSH_CONNECTION: '1' }), 'xdg-open'],
    ['not over SSH', desk({ SSH_CONNECTION: '1' }, { platform: 'darwin' }), undefined],
    ['not without a screen', desk({}), undefined],
    ['not behind a pipe', desk(screen, { isTerminal: false }), undefined],
    ['not in a container', desk(screen, { isContainer: true }), undefined],
    ['not in another kind of container', desk({ ...screen, container: 'podman' }), undefined],
    ['not in CI', desk({ ...screen, CI: 'true' }), undefined],
    ['not in tests', desk({ ...screen, VITEST: 'true' }), undefined],
  ])('%s', (_, at, program) => {
    expect(browserOpener(at)?.[0]).toBe(program);
  });

  it('by a file of its owner, so that nobody else on the computer sees the link', async () => {
    const folder = newFolder();
    onTestFinished(() => deleteFolder(folder));
    const { path, called } = fakeBrowser(folder);
    const url = 'http://127.0.0.1:3000/#teach=a"&b';
    const remove = openInBrowser(url, folder, desk({ ...screen, PATH: path }));
    await expect.poll(() => existsSync(called)).toBe(true);
    const file = readFileSync(called, 'utf8').trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('url=http://127.0.0.1:3000/#teach=a&quot;&amp;b"');
    remove?.();
    expect(existsSync(file)).toBe(false);
  });

  it('or nothing happens, where there is no such program', async () => {
    const folder = newFolder();
    onTestFinished(() => deleteFolder(folder));
    expect(openInBrowser('http://x/', folder, desk({ ...screen, PATH: folder }))).toBeDefined();
    expect(
      openInBrowser('http://x/', join(folder, 'gone'), desk({ ...screen, PATH: folder })),
    ).toBeUndefined();
  });
});

/** An xdg-open that writes down what it was called with. */
function fakeBrowser(folder: string): { readonly path: string; readonly called: string } {
  const called = join(folder, 'called');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(
    join(folder, 'bin', 'xdg-open'),
    `#!/bin/sh\necho "$1" > '${called}.part' && mv '${called}.part' '${called}'\n`,
  );
  chmodSync(join(folder, 'bin', 'xdg-open'), 0o755);
  return { path: `${join(folder, 'bin')}:${process.env.PATH}`, called };
}

/** npm start on a terminal that script(1) makes, until it says that it runs. */
async function onTerminal(...args: string[]) {
  const folder = newFolder();
  onTestFinished(() => deleteFolder(folder));
  const { path, called } = fakeBrowser(folder);
  // This machine may be a container, which a desk is not.
  const command = [process.execPath, built('main.js'), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: {
      PATH: path,
      HOME: folder,
      LANG: 'C',
      AUGIE_DATA: join(folder, 'var'),
      PORT: '0',
      ...testEnv,
      ...screen,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let asked = false;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
    if (asked || !out.includes('Press Ctrl-C to stop it')) return;
    asked = true;
    child.stdin.write('\u0003');
  });
  await once(child, 'close');
  return { lines: out.split(/\r?\n/), isOpened: existsSync(called), folder };
}

it('says sentences on a terminal, and leaves the browser alone where it is told to', async () => {
  const { lines, isOpened } = await onTerminal('--no-open');
  expect(lines.filter((line) => line.startsWith('{'))).toEqual([]);
  expect(lines).toContain('Augie is running. Press Ctrl-C to stop it.');
  expect(lines.join('\n')).toContain('Augie has stopped.');
  expect(lines.join('\n')).toContain('Discord is off');
  expect(isOpened).toBe(false);
});

it('writes an entry of the log as a line', () => {
  const time = new Date(2026, 0, 1, 10, 15, 2).getTime();
  const entry = { level: 40, time, pid: 1, hostname: 'h', msg: 'a card could not be shown', job: 3 };
  expect(readable(JSON.stringify({ ...entry, err: { message: 'EACCES', stack: 'at x' } }))).toBe(
    '10:15:02 warning: a card could not be shown (EACCES, job: 3)\n',
  );
  expect(readable(JSON.stringify({ ...entry, level: 50, err: { message: 'm', stack: 'at x' } }))).toContain(
    '10:15:02 error: a card could not be shown (m, job: 3)\nat x\n',
  );
});
