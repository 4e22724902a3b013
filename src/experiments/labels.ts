/** What augmentation changed for each label: accuracies, confusions, and the images whose answers changed. Pure. */
import type { AnswersPair } from './answers.ts';

/** Means over the pairs: shares in [0, 1] of the images that have this label. */
export interface LabelResult {
  readonly label: number;
  readonly images: number;
  readonly reduced: number;
  readonly augmented: number;
}

/** How many images of a label a network takes for another one: means over the pairs. */
export interface Confusion {
  readonly label: number;
  readonly answer: number;
  readonly reduced: number;
  readonly augmented: number;
}

/** An image that reduced and augmented answer differently: the most frequent answers, and in how many pairs they occur. */
export interface ChangedImage {
  readonly image: number;
  readonly label: number;
  readonly reduced: number;
  readonly augmented: number;
  readonly pairs: number;
}

export interface LabelReport {
  readonly pairs: number;
  /** By label index, without labels that no test image has. */
  readonly labels: readonly LabelResult[];
  /** Only those that changed, the largest change first. */
  readonly confusions: readonly Confusion[];
  /** Most pairs first, then in the order of the test set. */
  readonly changed: readonly ChangedImage[];
}

/** `truth`: the right label of each test image, each less than `count`. */
export function labelReport(truth: Uint8Array, count: number, pairs: readonly AnswersPair[]): LabelReport {
  const before = confusionMatrix(
    truth,
    count,
    pairs.map(({ reduced }) => reduced),
  );
  const after = confusionMatrix(
    truth,
    count,
    pairs.map(({ augmented }) => augmented),
  );
  const images = new Array<number>(count).fill(0);
  for (const label of truth) images[label]!++;
  const all = Array.from({ length: count * count }, (_, i) => ({
    label: Math.floor(i / count),
    answer: i % count,
    reduced: before[i]!,
    augmented: after[i]!,
  }));
  const change = ({ reduced, augmented }: Confusion) => Math.abs(augmented - reduced);
  return {
    pairs: pairs.length,
    labels: all
      .filter(({ label, answer }) => label === answer && images[label]! > 0)
      .map(({ label, reduced, augmented }) => ({
        label,
        images: images[label]!,
        reduced: reduced / images[label]!,
        augmented: augmented / images[label]!,
      })),
    confusions: all
      .filter((one) => one.label !== one.answer && change(one) > 0)
      .sort((a, b) => change(b) - change(a)),
    changed: changedImages(truth, pairs),
  };
}

/** [label, answer]: how many images of a label are given an answer, on average over networks. */
function confusionMatrix(truth: Uint8Array, count: number, networks: readonly Uint8Array[]): Float64Array {
  const matrix = new Float64Array(count * count);
  for (const answers of networks)
    for (let image = 0; image < truth.length; image++) matrix[truth[image]! * count + answers[image]!]!++;
  return matrix.map((sum) => sum / networks.length);
}

function changedImages(truth: Uint8Array, pairs: readonly AnswersPair[]): ChangedImage[] {
  const changed: ChangedImage[] = [];
  for (const [image, label] of truth.entries()) {
    const ways = new Map<number, ChangedImage>();
    let most: ChangedImage | undefined;
    for (const pair of pairs) {
      const [reduced, augmented] = [pair.reduced[image]!, pair.augmented[image]!];
      if (reduced === augmented) continue;
      const way = 256 * reduced + augmented;
      const found = { image, label, reduced, augmented, pairs: (ways.get(way)?.pairs ?? 0) + 1 };
      ways.set(way, found);
      if (!most || found.pairs > most.pairs) most = found;
    }
    if (most) changed.push(most);
  }
  return changed.sort((a, b) => b.pairs - a.pairs || a.image - b.image);
}
