/** Reads a picture, or a text file, that somebody names in the shell. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MOST_BYTES, tooLarge, type UploadKind } from '../../chat/uploads.ts';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';

/** The bytes of a picture. Throws UserError for everything else. */
export const readPictureFile = (given: string): Promise<Uint8Array> => readBytes(given, 'picture');

/** The bytes of a text file. Throws UserError for everything else. */
export const readTextFile = (given: string): Promise<Uint8Array> => readBytes(given, 'file');

async function readBytes(given: string, kind: UploadKind): Promise<Uint8Array> {
  // Shells expand this themselves, but not in quotation marks.
  const file = given.startsWith('~/') ? join(homedir(), given.slice(2)) : given;
  const path = cut(given, 200);
  const refuse = (error: NodeJS.ErrnoException): never => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new UserError('picture.noFile', { path });
    throw new UserError('picture.cannotRead', { path, reason: error.code ?? error.message });
  };
  const found = await stat(file).catch(refuse);
  // Reading a pipe could wait for ever, and a device has no end.
  if (!found.isFile()) throw new UserError(`${kind}.notAFile`, { path });
  if (found.size > MOST_BYTES[kind]) throw tooLarge(kind);
  return readFile(file).catch(refuse);
}
