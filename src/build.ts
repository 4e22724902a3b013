/**
 * The second half of `npm run build`, after the compiler: deletes built files without a source, copies files that are
 * not TypeScript, and bundles the page. Otherwise an old file would still be a command or a migration.
 */
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './platforms/web/build-page.ts';

// It runs as dist/src/build.js.
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = join('src', 'platforms', 'web', 'page');

/** The sources that a built file may come from. */
const sourcesOf = (file: string): string[] => [file, file.replace(/\.js(\.map)?$/, '.ts')];

for (const part of ['src', 'commands'])
  for (const entry of readdirSync(join(root, 'dist', part), { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name).slice(join(root, 'dist').length + 1);
    const isLeft = entry.isFile() && !file.startsWith(page);
    if (isLeft && !sourcesOf(file).some((source) => existsSync(join(root, source))))
      rmSync(join(root, 'dist', file));
  }

cpSync(join(root, 'src'), join(root, 'dist', 'src'), {
  recursive: true,
  filter: (file) => !file.endsWith('.ts') && file !== join(root, page),
});

await buildPage(join(root, page), join(root, 'dist', page));
