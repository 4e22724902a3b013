/** The labels that a preview can show, and how to find one by its name. */
import type { Kind, KindContext } from '../chat/kind.ts';
import { refuseChoice } from '../chat/option.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { PHOTOS, photos } from './photos.ts';

/** Of the datasets, and of our photos. Throws a UserError for a dataset that does not exist. */
export const labelsOf = (source: string, datasets: DatasetInfos): readonly string[] =>
  source === PHOTOS ? photos.map(({ label }) => label) : datasets.info(source).labels;

/** Index of the label that is meant: its name, or a part that no other has. Throws a UserError that names them all. */
export function findLabel(labels: readonly string[], given: string): number {
  const wanted = given.toLowerCase();
  const names = labels.map((label) => label.toLowerCase());
  if (names.includes(wanted)) return names.indexOf(wanted);
  const similar = names.filter((name) => name.includes(wanted));
  if (similar.length === 1) return names.indexOf(similar[0]!);
  return refuseChoice('label', given, labels);
}

/** Labels as values of an option, of the dataset that another option names. */
export function labelKind(datasets: DatasetInfos): Kind {
  const labelsFor = ({ option, values }: KindContext) => labelsOf(String(values[option.of ?? '']), datasets);
  return {
    check: (value, context) => void findLabel(labelsFor(context), value),
    values: (context) => labelsFor(context).map((label) => ({ label })),
  };
}
