/** The page's own files as the build left them, and the headers that keep strangers' content out of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Hono } from 'hono';
import { UserError } from '../../i18n/user-error.ts';

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Of everything else, pictures above all: should a browser take one for a page, it may do nothing. */
const CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

export interface Pages {
  /** Changes with the page's code. */
  readonly build: string;
  mount(app: Hono): void;
}

/** `folder`: where the build put index.html, manifest.json and assets/. All of it is kept in memory: some 100 kB. */
export function readPages(folder: string): Pages {
  const files = new Map<string, Buffer>();
  let build: string;
  try {
    const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const { parentPath, name } of all) {
      const path = join(parentPath, name).slice(folder.length).replaceAll('\\', '/');
      files.set(path, readFileSync(join(parentPath, name)));
    }
    build = JSON.parse(String(files.get('/manifest.json'))).build;
  } catch {
    throw new UserError('web.notBuilt', { folder });
  }

  function serve(c: Context, path: string, cache: string) {
    const type = TYPES[path.split('.').at(-1) ?? ''];
    const plain = files.get(path);
    if (!type || !plain) return c.notFound();
    const accepted = c.req.header('accept-encoding') ?? '';
    const [encoding, body] = /\bbr\b/.test(accepted)
      ? (['br', files.get(`${path}.br`)] as const)
      : /\bgzip\b/.test(accepted)
        ? (['gzip', files.get(`${path}.gz`)] as const)
        : [];
    c.header('content-type', type);
    c.header('cache-control', cache);
    c.header('vary', 'accept-encoding');
    if (encoding && body) c.header('content-encoding', encoding);
    if (type === TYPES.html) c.header('content-security-policy', PAGE_POLICY);
    return c.body(Uint8Array.from(body ?? plain));
  }

  return {
    build,
    mount(app) {
      for (const path of ['/', '/join/:code', '/c/:slug'])
        app.get(path, (c) => serve(c, '/index.html', 'no-cache'));
      app.get('/assets/:name', (c) =>
        serve(c, `/assets/${c.req.param('name')}`, 'public, max-age=31536000, immutable'),
      );
    },
  };
}

/** On every answer; what a handler has set stays. */
export function setHeaders({ headers }: Response): void {
  const set = (name: string, value: string) => headers.has(name) || headers.set(name, value);
  set('content-security-policy', CONTENT_POLICY);
  set('cache-control', 'no-store');
  set('x-content-type-options', 'nosniff');
  set('referrer-policy', 'no-referrer');
  set('cross-origin-resource-policy', 'same-origin');
  set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
}
