/**
 * Unpacked files in the data folder, each named by its hash: reading one takes a quarter of the time that
 * unpacking takes, in every training process. They can be made again, so no failure here is an error.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const name = (sha256: string) => `dataset-${sha256}.raw`;
/** Also of files that are being written. src/store/private.ts knows these names. */
const anyName = /^dataset-([0-9a-f]{64})\.raw(\.part-.*)?$/;

/** Nothing is stored unless a disk has this many times the size of a file free: the space is for what cannot be made again. */
const ROOM_TO_LEAVE = 10;

/** The stored bytes, which may be damaged; undefined if there are none. */
export async function readKept(folder: string, sha256: string): Promise<Buffer<ArrayBuffer> | undefined> {
  const file = await open(join(folder, name(sha256))).catch(() => undefined);
  try {
    // In one piece: readFile takes 1.5 times as long.
    const bytes = file && Buffer.allocUnsafeSlow((await file.stat()).size);
    await file?.read(bytes!);
    return bytes;
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

/** Stores bytes so that only this user can read them, completely or not at all. */
export async function keep(folder: string, sha256: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, name(sha256));
  const growing = `${file}.part-${randomUUID()}`;
  try {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < ROOM_TO_LEAVE * bytes.length) return;
    await writeFile(growing, bytes, { flag: 'wx', mode: 0o600 });
    await rename(growing, file);
  } catch {
    // The disk is full or read-only: the file is unpacked again next time.
    await rm(growing, { force: true }).catch(() => {});
  }
}

/** Deletes all other stored files, and unfinished ones of killed processes. */
export function forgetOthers(folder: string, hashes: ReadonlySet<string>): void {
  try {
    for (const entry of readdirSync(folder)) {
      const [, sha256, part] = anyName.exec(entry) ?? [];
      if (sha256 !== undefined && (part !== undefined || !hashes.has(sha256))) rmSync(join(folder, entry));
    }
  } catch {
    // They only take space.
  }
}
