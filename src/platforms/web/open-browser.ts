/** Opens the classroom page in the browser of a person who has started it on their own computer. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The facts that tell whether somebody can see a browser. */
export interface Desk {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isTerminal: boolean;
  readonly isContainer: boolean;
}

const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv'];

export const thisDesk = (): Desk => ({
  env: process.env,
  platform: process.platform,
  isTerminal: process.stdout.isTTY,
  isContainer: CONTAINER_FILES.some((file) => existsSync(file)),
});

/** The program that opens a file in a browser, with its arguments; undefined if nobody would see it. */
export function browserOpener({
  env,
  platform,
  isTerminal,
  isContainer,
}: Desk): readonly string[] | undefined {
  if (!isTerminal || isContainer || env.container || env.KUBERNETES_SERVICE_HOST || env.CI || env.VITEST)
    return undefined;
  const hasScreen = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if ((env.SSH_CONNECTION || env.SSH_TTY) && !hasScreen) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return hasScreen ? ['xdg-open'] : undefined;
}

/**
 * Opens the link through a file that only its owner can read: all users of a computer can see the arguments of programs, and
 * the link is a secret. Returns a function that deletes the file; undefined if there is no browser to open.
 */
export function openInBrowser(url: string, data: string, desk = thisDesk()): (() => void) | undefined {
  const [program, ...args] = browserOpener(desk) ?? [];
  if (program === undefined) return undefined;
  const file = resolve(join(data, 'open.html'));
  const remove = () => rmSync(file, { force: true });
  try {
    remove();
    writeFileSync(file, page(url), { mode: 0o600 });
  } catch {
    return undefined; // the links are printed, too
  }
  const child = spawn(program, [...args, file], { detached: true, stdio: 'ignore', env: desk.env });
  child.on('error', () => {});
  child.unref();
  return remove;
}

const page = (url: string): string => {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><meta charset="utf-8"><title>Augie</title><meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Augie</a>\n`;
};
