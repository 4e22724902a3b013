/**
 * Builds the page from page/: one script and one style sheet under names that change with their content, index.html
 * that knows these names, all of them compressed beforehand, and a manifest for the server. Part of `npm run build`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** The contents of `manifest.json`. */
export interface Manifest {
  /** Changes with any byte of the page. The page knows it, too, and reloads itself if the server has another one. */
  readonly build: string;
}

const hash = (...parts: (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, 16);
};

function write(file: string, content: string | Uint8Array): void {
  const bytes = Buffer.from(content);
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY } = constants;
  writeFileSync(file, bytes);
  writeFileSync(
    `${file}.br`,
    brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY } }),
  );
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

async function bundle(from: string): Promise<readonly { name: string; bytes: Uint8Array }[]> {
  const { outputFiles } = await build({
    entryPoints: [join(from, 'main.tsx'), join(from, 'page.css')],
    tsconfig: join(from, 'tsconfig.json'),
    outdir: 'assets',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['chrome114', 'firefox125', 'safari17'],
    logLevel: 'error',
  });
  const files = outputFiles.map(({ path, contents }) => ({
    name: path.endsWith('.css') ? 'page.css' : 'main.js',
    bytes: contents,
  }));
  return [...files, { name: 'icon.svg', bytes: readFileSync(join(from, 'icon.svg')) }];
}

/** `from`: the page's sources; `to`: the folder of the built page. */
export async function buildPage(from: string, to: string): Promise<void> {
  const files = await bundle(from);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(join(to, 'assets'), { recursive: true });
  let html = readFileSync(join(from, 'index.html'), 'utf8');
  const build = hash(html, ...files.map(({ bytes }) => bytes));
  for (const { name, bytes } of files) {
    const hashed = name.replace('.', `-${hash(bytes)}.`);
    html = html.replace(`%${name}%`, hashed);
    write(join(to, 'assets', hashed), bytes);
  }
  write(join(to, 'index.html'), html.replace('%build%', build));
  writeFileSync(join(to, 'manifest.json'), JSON.stringify({ build } satisfies Manifest));
}
