/** The pictures that a preview starts from: from a dataset's training part, from our photos, or the asker's own. */
import type { DatasetCatalog } from '../datasets/catalog.ts';
import type { PictureShape } from '../datasets/dataset.ts';
import { type LabelName, labelNames } from '../datasets/label-name.ts';
import { once } from '../datasets/once.ts';
import { subset, trainingCount } from '../datasets/split.ts';
import type { Pixels } from '../images/decode.ts';
import { draws, shuffle } from '../random/draws.ts';
import { findLabel } from './labels.ts';
import { loadPhotos, PHOTOS, photos } from './photos.ts';

export interface Originals {
  /** A dataset for training, our photos, or the asker's own picture. */
  readonly kind: 'dataset' | 'photos' | 'own';
  /** The dataset's. */
  readonly title?: string;
  readonly shape: PictureShape;
  /** Bytes [n, height, width, channels], as in a dataset. */
  readonly pixels: Uint8Array;
  /** Those to be shown: where they lie in `pixels`, and what is on them; '' where nobody knows. */
  readonly shown: readonly { readonly sample: number; readonly name: LabelName }[];
}

export interface Sources {
  /**
   * At most `count` pictures of a dataset (the default one if left out) or of our photos: of one label, or each with
   * another label. From a dataset, they are the first in the subset of this seed, however small the fraction.
   */
  choose(
    name: string | undefined,
    label: string | undefined,
    count: number,
    seed: number,
  ): Promise<Originals>;
}

/** `folder` holds the photos. Datasets stay in memory: 55 MB for Fashion-MNIST. */
export function createSources(folder: string, datasets: DatasetCatalog): Sources {
  const load = once(datasets.load);
  const photosOnce = once(() => loadPhotos(folder));

  return {
    async choose(name = datasets.default, label, count, seed) {
      if (name === PHOTOS) return choosePhotos(await photosOnce(PHOTOS), label, count);
      const dataset = await load(name);
      const { info, pool } = dataset;
      const names = labelNames(info);
      const labels =
        label === undefined ? shuffled([...names.keys()], seed).slice(0, count) : [findLabel(names, label)];
      const each = label === undefined ? 1 : count;
      const fraction = each / trainingCount(Math.min(...info.poolPerLabel));
      const samples = [...subset(dataset, fraction, seed)];
      return {
        kind: 'dataset',
        title: info.title,
        shape: info,
        pixels: pool.pixels,
        shown: labels.flatMap((wanted) =>
          samples
            .filter((sample) => pool.labels[sample] === wanted)
            .slice(0, each)
            .map((sample) => ({ sample, name: names[wanted]! })),
        ),
      };
    },
  };
}

/** One picture by itself. */
export const ownPicture = ({ data, ...shape }: Pixels): Originals => ({
  kind: 'own',
  shape,
  pixels: data,
  shown: [{ sample: 0, name: { en: '' } }],
});

function choosePhotos(pictures: readonly Pixels[], label: string | undefined, count: number): Originals {
  const labels = photos.map((photo) => photo.label);
  const chosen =
    label === undefined ? labels.map((_, index) => index).slice(0, count) : [findLabel(labels, label)];
  return {
    kind: 'photos',
    shape: pictures[0]!,
    pixels: Buffer.concat(pictures.map(({ data }) => data)),
    shown: chosen.map((sample) => ({ sample, name: labels[sample]! })),
  };
}

function shuffled(items: readonly number[], seed: number): number[] {
  const order = Int32Array.from(items);
  shuffle(order, draws(seed, 'preview'), 0);
  return [...order];
}
