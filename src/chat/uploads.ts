/** What people may send with a command: pictures and text files, and how large they may be. */
import { UserError } from '../i18n/user-error.ts';
import { maxBytes } from '../images/decode.ts';

export type UploadKind = 'picture' | 'file';

/** Bytes. */
export const MOST_BYTES: Readonly<Record<UploadKind, number>> = { picture: maxBytes, file: 100_000 };

/** The error for a larger one. */
export const tooLarge = (kind: UploadKind): UserError =>
  kind === 'picture'
    ? new UserError('picture.tooLarge', { max: MOST_BYTES.picture / 1e6 })
    : new UserError('file.tooLarge', { max: MOST_BYTES.file / 1e3 });
