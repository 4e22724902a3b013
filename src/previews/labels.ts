/** The labels that a preview can show, and how to find one by its name. */
import type { Kind, KindContext } from '../chat/kind.ts';
import { refuseChoice } from '../chat/option.ts';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { type LabelName, labelNames, shortLabel } from '../datasets/label-name.ts';
import { PHOTOS, photos } from './photos.ts';

/** Of the datasets, and of our photos. Throws a UserError for a dataset that does not exist. */
export const labelsOf = (source: string, datasets: DatasetInfos): readonly LabelName[] =>
  source === PHOTOS ? photos.map(({ label }) => label) : labelNames(datasets.info(source));

/**
 * Index of the label that is meant: its name in any language, or a part that no other has. Throws a UserError that names
 * them all.
 */
export function findLabel(labels: readonly LabelName[], given: string): number {
  const wanted = given.toLowerCase();
  const labelsWith = (isMeant: (name: string) => boolean) =>
    [...labels.keys()].filter((index) =>
      Object.values(labels[index]!).some((name) => isMeant(name.toLowerCase())),
    );
  const [same] = labelsWith((name) => name === wanted);
  if (same !== undefined) return same;
  const similar = labelsWith((name) => name.includes(wanted));
  if (similar.length === 1) return similar[0]!;
  return refuseChoice(
    'label',
    given,
    labels.map(({ en }) => en),
  );
}

/** Labels as values of an option, of the dataset that another option names. */
export function labelKind(datasets: DatasetInfos): Kind {
  const labelsFor = ({ option, values }: KindContext) => labelsOf(String(values[option.of ?? '']), datasets);
  return {
    check: (value, context) => void findLabel(labelsFor(context), value),
    values: (context) =>
      labelsFor(context).map((name) => {
        const detail = shortLabel(name, context.t.locale);
        return { label: name.en, ...(detail !== name.en && { detail }) };
      }),
  };
}
