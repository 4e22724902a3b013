/** Reads a picture, or a text file, that somebody names in the shell. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MOST_FILE_BYTES } from '../../chat/ports.ts';
import type { MessageKey } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { maxBytes } from '../../images/decode.ts';

/** The bytes of a picture of at most `maxBytes`. Throws UserError for everything else. */
export const readPictureFile = (given: string): Promise<Uint8Array> =>
  readBytes(given, maxBytes, {
    notAFile: 'picture.notAFile',
    tooLarge: new UserError('picture.tooLarge', { max: maxBytes / 1e6 }),
  });

/** The bytes of a text file. Throws UserError for everything else. */
export const readTextFile = (given: string): Promise<Uint8Array> =>
  readBytes(given, MOST_FILE_BYTES, {
    notAFile: 'file.notAFile',
    tooLarge: new UserError('file.tooLarge', { max: MOST_FILE_BYTES / 1e3 }),
  });

async function readBytes(
  given: string,
  most: number,
  troubles: { readonly notAFile: MessageKey; readonly tooLarge: UserError },
): Promise<Uint8Array> {
  // Shells expand this themselves, but not within quotation marks.
  const file = given.startsWith('~/') ? join(homedir(), given.slice(2)) : given;
  const path = cut(given, 200);
  const refuse = (error: NodeJS.ErrnoException): never => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new UserError('picture.noFile', { path });
    throw new UserError('picture.cannotRead', { path, reason: error.code ?? error.message });
  };
  const found = await stat(file).catch(refuse);
  // A pipe would be waited for, and a device has no end.
  if (!found.isFile()) throw new UserError(troubles.notAFile, { path });
  if (found.size > most) throw troubles.tooLarge;
  return readFile(file).catch(refuse);
}
