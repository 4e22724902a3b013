/** Colour photos to try operations on. No network is trained on them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingFile } from '../datasets/files.ts';
import { decodePicture, type Pixels } from '../images/decode.ts';

/** Their name among the datasets, and their folder next to the datasets' folders. */
export const PHOTOS = 'photos';

/** Photos become this wide and high: twice that fills a cell of a contact sheet. */
export const PHOTO_SIDE = 128;

/** `credit` must be shown with the photo; data/photos/CREDITS.md has it, too. */
export const photos = [
  {
    label: { en: 'cat', ko: '고양이', de: 'Katze' },
    file: 'chelsea.png',
    credit: 'Stéfan van der Walt (CC0)',
  },
  { label: { en: 'coffee', ko: '커피', de: 'Kaffee' }, file: 'coffee.png', credit: 'Rachel Michetti (CC0)' },
  { label: { en: 'flower', ko: '꽃', de: 'Blume' }, file: 'flower.jpg', credit: 'vultilion (CC BY 2.0)' },
] as const;

/** All of them, in their order, from the folder that holds the datasets. Rejects with a UserError if one is missing. */
export const loadPhotos = (folder: string): Promise<Pixels[]> =>
  Promise.all(
    photos.map(async ({ file }) => {
      const bytes = await readFile(join(folder, PHOTOS, file)).catch(() => {
        throw missingFile('data.missing', join(folder, PHOTOS), file);
      });
      return decodePicture(bytes, PHOTO_SIDE);
    }),
  );
