/** Reads a picture file that somebody names in the shell. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { maxBytes } from '../../pictures/decode.ts';

/** The bytes of a file of at most `maxBytes`. Throws UserError for everything else. */
export async function readPictureFile(given: string): Promise<Uint8Array> {
  // Shells expand this themselves, but not within quotation marks.
  const file = given.startsWith('~/') ? join(homedir(), given.slice(2)) : given;
  const path = cut(given, 200);
  const refuse = (error: NodeJS.ErrnoException): never => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new UserError('picture.noFile', { path });
    throw new UserError('picture.cannotRead', { path, reason: error.code ?? error.message });
  };
  const found = await stat(file).catch(refuse);
  // A pipe would be waited for, and a device has no end.
  if (!found.isFile()) throw new UserError('picture.notAFile', { path });
  if (found.size > maxBytes) throw new UserError('picture.tooLarge', { max: maxBytes / 1e6 });
  return readFile(file).catch(refuse);
}
