/** The same commands to the shell alone and with a server: all output and files, except times and progress. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { augie, type Ended, type Running, server } from '../../../shell.ts';
import { deleteFolder, newFolder, TINY } from '../../../test-app.ts';

/** Of every kind. The first two are asked about and not started; the experiment is number 3. */
export const commands: readonly (readonly string[])[] = [
  ['/experiment run fraction:1 batch:1 seeds:30 epochs:300', '--teacher'],
  ['/experiment run fraction:1 batch:1 seeds:30 epochs:300'],
  ['/help'],
  ['/help', '--locale', 'ko'],
  ['/augment list', '--out', 'list'],
  ['/augment preview', '--out', 'preview'],
  ['/augment preview image:mine.jpg policy:hue(0.3) + crop(0.6)', '--out', 'mine', '--json'],
  ['/augment preview image:nowhere.jpg', '--locale', 'de'],
  ['/augment preview image:.'],
  ['/augment preview image:text.txt'],
  [TINY, '--as', 'kim', '--out', 'run'],
  [`${TINY} policy:erase`, '--as', 'kim', '--out', 'json', '--json'],
  ['/experiment show 3', '--locale', 'ko', '--out', 'taken'],
  ['/experiment export 3', '--out', 'csv'],
  ['experiment.run.numbers:3'],
  ['experiment.run.numbers:99'],
  ['/experiment rnu'],
  [''],
  ['/settings language de', '--as', 'jo'],
  ['/experiment show', '--as', 'jo'],
  ['/experiment delete 3', '--as', 'jo'],
  ['/experiment delete 3', '--as', 'kim'],
];

/** What cannot be the same twice: how long it took, and what was shown on the way. */
const stable = ({ code, out, err }: Ended): Ended => {
  const lines = out.replace(/((Duration|Dauer|걸린 시간)(\s+|","value":"))[^"\\\n]*/g, '$1').split('\n');
  if (lines[0]?.startsWith('{')) return { code, err, out: lines.at(-2) ?? '' };
  const end = lines.lastIndexOf(lines[0] ?? '');
  return { code, err, out: lines.slice(end).join('\n') };
};

const files = (folder: string): Record<string, string> =>
  Object.fromEntries(
    ['list', 'preview', 'mine', 'run', 'json', 'csv', 'augie-out'].flatMap((name) => {
      const inside = readdirSync(folder).includes(name) ? readdirSync(join(folder, name)) : [];
      return inside.map((file) => [
        `${name}/${file}`,
        readFileSync(join(folder, name, file)).toString('base64'),
      ]);
    }),
  );

/** Gives the shell these commands, one after the other. */
async function sayAll(commands: readonly (readonly string[])[], data: string) {
  copyFileSync('data/photos/flower.jpg', join(data, 'mine.jpg'));
  copyFileSync('package.json', join(data, 'text.txt'));
  copyFileSync('package.json', join(data, 'taken'));
  const said: Ended[] = [];
  for (const args of commands) said.push(stable(await augie(args, { data }).ended));
  return { said, files: files(data) };
}

/** A server of the data that runs in another folder, as it does. */
export async function serve(data: string, env: Record<string, string> = {}): Promise<Running> {
  const elsewhere = join(data, 'elsewhere');
  mkdirSync(elsewhere, { recursive: true });
  const running = server({ data: elsewhere, env: { AUGIE_DATA: join(data, 'var'), ...env }, seconds: 200 });
  await running.printed(/"Augie is running"/);
  return running;
}

/** Holds the shell to the same in both ways; the names of the files it wrote, and what the server printed. */
export async function expectSame(
  commands: readonly (readonly string[])[],
): Promise<{ files: string[]; log: string }> {
  const [one, other] = [newFolder(), newFolder()];
  const alone = await sayAll(commands, one);
  const running = await serve(other);
  onTestFinished(() => void running.process.kill('SIGKILL'));
  const beside = await sayAll(commands, other);
  running.process.kill('SIGTERM');
  const { code, out } = await running.ended;
  commands.forEach((command, i) => {
    expect({ command, ...beside.said[i] }).toEqual({ command, ...alone.said[i] });
  });
  expect(beside.files).toEqual(alone.files);
  expect(code).toBe(0);
  expect(out).not.toMatch(/"level":[456]0/);
  for (const folder of [one, other]) deleteFolder(folder);
  return { files: Object.keys(alone.files), log: out };
}
