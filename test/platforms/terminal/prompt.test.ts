/** The built program on a terminal (a real one, made by script): it asks for what a command lacks, then does it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { server } from '../../shell.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'cli.js');
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

let data: string;
let child: ChildProcess | undefined;
beforeAll(() => {
  data = newFolder();
});
afterEach(() => child?.kill('SIGKILL'));
afterAll(() => deleteFolder(data));

/** Runs `augie ...`; each answer is typed once its prompt is there. */
async function play(
  args: readonly string[],
  answers: readonly (readonly [prompt: RegExp, answer: string])[],
) {
  const command = [process.execPath, CLI, ...args].map(quote).join(' ');
  child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    cwd: data,
    env: { PATH: process.env.PATH, HOME: data, LANG: 'C', TERM: 'dumb', AUGIE_DATA: join(data, 'var') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  let seen = 0;
  const left = [...answers];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    out += part;
    const [next] = left;
    if (!next?.[0].test(out.slice(seen))) return;
    seen = out.length;
    left.shift();
    child?.stdin?.write(next[1]);
  });
  const [code] = await once(child, 'close');
  expect(left).toEqual([]);
  return { code, out };
}

const LANGUAGE = /The language.*ko: 한국어.*language: /s;

it('asks for an option that is missing, again where the answer is none, and then does the command', async () => {
  const { code, out } = await play(
    ['/settings language', '--as', 'kim'],
    [
      [LANGUAGE, 'klingon\r'],
      [/cannot be “klingon”.*language: /s, 'ko\r'],
    ],
  );
  expect(out).toContain('language is missing.');
  expect(out).toContain('한국어로');
  expect(code).toBe(0);
});

it('asks for one option after the other, and says what they may be', async () => {
  const { code, out } = await play(
    ['/experiment predict'],
    [
      [/augmented.*arm: /s, 'neither\r'],
      [/\(0 to 100\).*low: /s, '80\r'],
      [/\(0 to 100\).*high: /s, '90\r'],
    ],
  );
  expect(out).toContain('There is no experiment in this channel yet.');
  expect(code).toBe(2);
});

it.each([
  ['nothing', '\r'],
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('is left with %s', async (_, key) => {
  const { code } = await play(['/settings language'], [[LANGUAGE, key]]);
  expect(code).toBe(2);
});

it('asks for nothing that cannot be given in a shell', async () => {
  const { code, out } = await play(['/settings teacher add', '--teacher'], []);
  expect(out).toContain('who is missing.');
  expect(code).toBe(2);
});

it('asks the same where a server has the data', async () => {
  const running = server({ data });
  await running.printed(/Augie is running/);
  try {
    const { code, out } = await play(['/settings language', '--as', 'lee'], [[LANGUAGE, 'de\r']]);
    expect(out).toContain('Ab jetzt antwortet dir Augie auf Deutsch.');
    expect(code).toBe(0);
  } finally {
    running.process.kill('SIGTERM');
    await running.ended;
  }
});
