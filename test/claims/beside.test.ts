/** Every kind of command, in the shell alone and beside a server: the same to the last byte. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deleteFolder, newFolder } from '../house.ts';
import { commands, sayAll } from '../platforms/terminal/handover/commands.ts';
import { server } from '../shell.ts';

it('the shell says and writes the same beside a server as alone', async () => {
  const folder = newFolder();
  const alone = await sayAll(commands, folder);
  deleteFolder(folder);

  const data = newFolder();
  // It runs in another folder, as it does.
  const elsewhere = join(data, 'elsewhere');
  mkdirSync(elsewhere);
  const running = server({ data: elsewhere, env: { AUGIE_DATA: join(data, 'var') }, seconds: 200 });
  await running.printed(/"Augie is running"/);
  const beside = await sayAll(commands, data);
  commands.forEach((command, i) => {
    expect({ command, ...beside.said[i] }).toEqual({ command, ...alone.said[i] });
  });
  expect(beside.files).toEqual(alone.files);
  expect(Object.keys(alone.files)).toEqual(
    expect.arrayContaining(['mine/preview.png', 'run/experiment-3-curves.png', 'csv/experiment-3.csv']),
  );
  // The server did all of it, and nothing of it went wrong there.
  running.process.kill('SIGTERM');
  const { code, out } = await running.ended;
  expect(code).toBe(0);
  expect(out.match(/"a job ended"/g)).toHaveLength(2);
  expect(out).not.toMatch(/"level":[456]0/);
  deleteFolder(data);
  process.stdout.write(
    `    ${commands.length} commands, ${Object.keys(alone.files).length} files, the same\n`,
  );
});
