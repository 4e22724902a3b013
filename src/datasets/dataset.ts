/** A dataset: pictures with labels, divided into a training pool and a test set. */
import { createHash } from 'node:crypto';

/** Pictures as bytes [n, height, width, channels] and one label index each. */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** The shape of one picture, in pixels. */
export interface PictureShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** What is known without reading a picture. */
export interface DatasetInfo extends PictureShape {
  readonly name: string;
  /** The usual name in the literature. */
  readonly title: string;
  /** The labels' usual names in English, by label index. */
  readonly labels: readonly string[];
  /** Their names in other languages, by language and label index. */
  readonly labelNames?: Readonly<Record<string, readonly string[]>>;
  /** SHA-256 over the hashes of the decompressed files. */
  readonly hash: string;
  /** Name of the rule that divides the pool. */
  readonly split: string;
  /** How many pictures of the pool carry each label. */
  readonly poolPerLabel: readonly number[];
  readonly sizes: { readonly training: number; readonly validation: number; readonly test: number };
  readonly example?: Example;
  /** The policy that moves its test images for the second test, as text. */
  readonly movedTest: string;
  readonly measured?: Measured;
}

/** Measured effects of destructive policies on test accuracy, with the mlp: shown with the warning about them. */
export interface Measured {
  readonly fraction: number;
  readonly epochs: number;
  /** How many pairs of networks the means are over. */
  readonly pairs: number;
  /** Lost percentage points on clean test images: over all, and for the label that lost most. */
  readonly losses: readonly {
    readonly policy: string;
    readonly points: number;
    readonly label: string;
    readonly labelPoints: number;
  }[];
}

/** An image on which every operation is visible: it looks different mirrored, turned, lighter and darker. */
export interface Example {
  readonly label: string;
  /** The image is the first of its label in the subset of this seed. */
  readonly seed: number;
}

/** Indices into the pool, ascending; each is in exactly one of the two parts. */
export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

export interface Dataset {
  readonly info: DatasetInfo;
  readonly pool: Pictures;
  /** Indices into the pool. */
  readonly split: Split;
  readonly test: Pictures;
}

/** The declaration of a dataset: one file under image/; the file's name is the dataset's, and that of its folder. */
export interface DatasetDefinition extends PictureShape {
  readonly title: string;
  readonly labels: readonly string[];
  /** Their names in other languages, in the same order: `{ de: ['Hemd', ...] }`. People see them beside the labels. */
  readonly labelNames?: Readonly<Record<string, readonly string[]>>;
  readonly poolPerLabel: readonly number[];
  readonly testSize: number;
  /** SHA-256 of each file's decompressed bytes. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * Reads pool and test set from the dataset's folder. Rejects with a UserError for a missing, damaged or truncated file.
   * Without it `files` are four gzipped IDX files: images and labels of the pool, then images and labels of the test set.
   */
  readonly load?: Load;
  readonly example?: Example;
  /** See DatasetInfo; shifts by up to a seventh if left out. */
  readonly movedTest?: string;
  readonly measured?: Measured;
  /** Used if no dataset is named. */
  readonly isDefault?: true;
}

export type Load = (folder: string) => Promise<{ readonly pool: Pictures; readonly test: Pictures }>;

export const defineDataset = (definition: DatasetDefinition): DatasetDefinition => definition;

/** One hash for all files of a dataset. */
export const combineHashes = (files: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(Object.values(files).join('\n')).digest('hex');
