/** Colour photos to try operations on: three under data/photos, see CREDITS.md there. Nothing is trained on them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';

export interface Photo {
  readonly label: string;
  readonly file: string;
  /** Author and licence; must be shown where the photo is (CC BY). */
  readonly credit: string;
}

export const photos: readonly Photo[] = [
  { label: 'cat', file: 'chelsea.png', credit: 'Stéfan van der Walt, CC0' },
  { label: 'coffee', file: 'coffee.png', credit: 'Rachel Michetti, CC0' },
  { label: 'flower', file: 'flower.jpg', credit: 'vultilion, CC BY 2.0' },
];

/** The file's bytes from the folder that holds the datasets. Rejects with a UserError when it is missing. */
export const readPhoto = ({ file }: Photo, folder: string): Promise<Uint8Array> =>
  readFile(join(folder, 'photos', file)).catch(() => {
    throw new UserError('data.missing', { file, folder: join(folder, 'photos'), dataset: 'photos' });
  });
