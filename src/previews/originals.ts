/** The pictures that a preview starts from: of a dataset's training part, our photos, or one of the asker's own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetNames, loadDataset } from '../datasets/catalog.ts';
import type { PictureShape } from '../datasets/dataset.ts';
import { subset, trainingCount } from '../datasets/split.ts';
import { UserError } from '../i18n/user-error.ts';
import { decodePicture, type Pixels } from '../pictures/decode.ts';
import { draws, shuffle } from '../random/draws.ts';

export interface Originals {
  /** A dataset that networks are trained on, our photos, or a picture of the asker's own. */
  readonly kind: 'dataset' | 'photos' | 'own';
  /** The dataset's. */
  readonly title?: string;
  readonly shape: PictureShape;
  /** As a dataset has them: bytes [n, height, width, channels]. */
  readonly pixels: Uint8Array;
  /** Those to be shown: where they lie in `pixels`, and what is on them. */
  readonly shown: readonly { readonly sample: number; readonly name: string }[];
}

/** The name of our photos among the datasets. */
export const PHOTOS = 'photos';

/** What a preview can show: the datasets, and our photos. */
export const sourceNames: readonly string[] = [...datasetNames, PHOTOS];

/** Colour photos to try operations on. No network is trained on them. */
const photos = [
  { label: 'cat', file: 'chelsea.png' },
  { label: 'coffee', file: 'coffee.png' },
  { label: 'flower', file: 'flower.jpg' },
];

/** As data/photos/CREDITS.md says; to be shown wherever the photos are. */
export const PHOTO_CREDITS = 'Stéfan van der Walt (CC0), Rachel Michetti (CC0), vultilion (CC BY 2.0)';

/** Photos become this wide and high: twice that fills a cell of a contact sheet. */
export const PHOTO_SIDE = 128;

export interface Sources {
  /**
   * At most `count` pictures of a dataset or of our photos: of one label, or each of another. Of a dataset they are
   * the first that an arm with this seed sees, however small its fraction.
   */
  choose(name: string, label: string | undefined, count: number, seed: number): Promise<Originals>;
}

/** `folder` holds the datasets and the photos. What was read is kept in memory: 55 MB for Fashion-MNIST. */
export function createSources(folder: string): Sources {
  const load = once((name: string) => loadDataset(name, folder));
  const loadPhotos = once(() => Promise.all(photos.map(({ file }) => readPhoto(folder, file))));

  return {
    async choose(name, label, count, seed) {
      if (name === PHOTOS) return choosePhotos(await loadPhotos(PHOTOS), label);
      const { info, pool, ...dataset } = await load(name);
      const all = info.labels.map((_, index) => index);
      const labels =
        label === undefined ? shuffled(all, seed).slice(0, count) : [findLabel(info.labels, label)];
      const each = label === undefined ? 1 : count;
      const fraction = each / trainingCount(Math.min(...info.poolPerLabel));
      const samples = [...subset({ info, pool, ...dataset }, fraction, seed)];
      return {
        kind: 'dataset',
        title: info.title,
        shape: info,
        pixels: pool.pixels,
        shown: labels.flatMap((wanted) =>
          samples
            .filter((sample) => pool.labels[sample] === wanted)
            .slice(0, each)
            .map((sample) => ({ sample, name: info.labels[wanted]! })),
        ),
      };
    },
  };
}

/** One picture by itself. */
export const ownPicture = (name: string, { data, ...shape }: Pixels): Originals => ({
  kind: 'own',
  shape,
  pixels: data,
  shown: [{ sample: 0, name }],
});

function choosePhotos(pictures: readonly Pixels[], label: string | undefined): Originals {
  const labels = photos.map((photo) => photo.label);
  const chosen = label === undefined ? labels.map((_, index) => index) : [findLabel(labels, label)];
  return {
    kind: 'photos',
    shape: pictures[0]!,
    pixels: Buffer.concat(pictures.map(({ data }) => data)),
    shown: chosen.map((sample) => ({ sample, name: labels[sample]! })),
  };
}

async function readPhoto(folder: string, file: string): Promise<Pixels> {
  const bytes = await readFile(join(folder, PHOTOS, file)).catch(() => {
    throw new UserError('data.missing', { file, folder: join(folder, PHOTOS), dataset: PHOTOS });
  });
  return decodePicture(bytes, PHOTO_SIDE);
}

/** Index of the label that is meant: its name, or a part that no other has. Throws a UserError that names them all. */
function findLabel(labels: readonly string[], given: string): number {
  const wanted = given.toLowerCase();
  const names = labels.map((label) => label.toLowerCase());
  if (names.includes(wanted)) return names.indexOf(wanted);
  const similar = names.filter((name) => name.includes(wanted));
  if (similar.length === 1) return names.indexOf(similar[0]!);
  throw new UserError('option.choice', {
    name: 'label',
    given: given.slice(0, 40),
    choices: labels.join(', '),
  });
}

function shuffled(items: readonly number[], seed: number): number[] {
  const order = Int32Array.from(items);
  shuffle(order, draws(seed, 'preview'), 0);
  return [...order];
}

/** Remembers what was loaded; a failure is tried anew, as files may have been put back. */
function once<T>(load: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const loading = known.get(name) ?? load(name);
    known.set(name, loading);
    loading.catch(() => known.delete(name));
    return loading;
  };
}
