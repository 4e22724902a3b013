/** Every kind of command, in the shell alone and with a running server: the same to the last byte. */
import { expect, it } from 'vitest';
import { commands, expectSame } from '../platforms/terminal/handover/commands.ts';

it('the shell says and writes the same beside a server as alone', async () => {
  const { files, log } = await expectSame(commands);
  expect(files).toEqual(
    expect.arrayContaining(['mine/preview.png', 'run/experiment-3-curves.png', 'csv/experiment-3.csv']),
  );
  // The server did all of it.
  expect(log.match(/"a job ended"/g)).toHaveLength(2);
  process.stdout.write(`    ${commands.length} commands, ${files.length} files, the same\n`);
});
