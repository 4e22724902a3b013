/** Shows what a network would see: chosen pictures under a policy, and every operation on one picture. */
import { operations } from '../augment/catalog.ts';
import { parsePolicy } from '../augment/policy.ts';
import type { Theme } from '../charts/theme.ts';
import type { CommandContext } from '../chat/command.ts';
import type { DatasetCatalog } from '../datasets/catalog.ts';
import type { Example } from '../datasets/dataset.ts';
import { once } from '../datasets/once.ts';
import { about, UserError } from '../i18n/user-error.ts';
import { decodePicture } from '../images/decode.ts';
import { BESIDE, listCard, previewCard } from './card.ts';
import { type Originals, ownPicture, type Sources } from './originals.ts';
import { PHOTO_SIDE, PHOTOS } from './photos.ts';
import type { PreviewQuestion, Previews } from './previews.ts';
import { original, type Variant, variantMaker } from './variants.ts';

export interface PreviewParts {
  readonly sources: Sources;
  readonly datasets: DatasetCatalog;
  readonly theme: Theme;
}

/** The most variants of one picture that are large enough on a phone: three rows of three. */
export const MOST_VARIANTS = BESIDE * BESIDE;

/** /augment list shows the strongest of this many draws of each operation: a mild one may be invisible. */
const DRAWS = 8;

/** The photo that the list shows. */
const PHOTO: Example = { label: 'coffee', seed: 1 };

export function createPreviews({ sources, datasets, theme }: PreviewParts): Previews {
  async function originalsOf({ readPicture }: CommandContext, question: PreviewQuestion): Promise<Originals> {
    const { dataset, image, label, count = BESIDE, seed } = question;
    // Rows for a sheet that is about square.
    if (image === undefined)
      return sources.choose(dataset, label, BESIDE + 1 - Math.ceil(count / BESIDE), seed);
    const pixels = await decodePicture(await readPicture(image), PHOTO_SIDE);
    return ownPicture(pixels);
  }

  /** Every operation on the same image, which is the same every time: to draw them all takes longer than all else of the card. */
  const drawnOn = once(async (dataset: string) => {
    const { label, seed = 1 } = (dataset === PHOTOS ? PHOTO : datasets.info(dataset).example) ?? {};
    const originals = await sources.choose(dataset, label, 1, seed);
    const { sample } = originals.shown[0]!;
    const before = original(originals, sample);
    const shown = operations.map((operation) => {
      const [step] = parsePolicy(operation.example);
      const make = variantMaker(originals, [{ ...step!, probability: 1 }], 1);
      const variants = Array.from({ length: DRAWS }, (_, epoch) => make(sample, epoch + 1));
      return { operation, variant: strongest(before.data, variants) };
    });
    return { originals, before, shown };
  });

  return {
    async show(ctx, question) {
      const policy = about('policy', () => parsePolicy(question.policy));
      if (policy.length === 0) throw new UserError('augment.preview.noPolicy', {}, 'policy');
      const originals = await originalsOf(ctx, question);
      const count = question.count ?? (originals.shown.length === 1 ? MOST_VARIANTS : BESIDE);
      const make = variantMaker(originals, policy, question.seed);
      const rows = originals.shown.map(({ sample, name }) => ({
        name,
        picture: original(originals, sample),
        variants: Array.from({ length: count }, (_, epoch) => make(sample, epoch + 1)),
      }));
      return { card: (t) => previewCard({ question, policy, originals, rows, theme }, t) };
    },

    async list(_, dataset) {
      const drawn = await drawnOn(dataset);
      const known = datasets.names.map(datasets.info);
      return { card: (t) => listCard({ ...drawn, datasets: known, theme }, t) };
    },
  };
}

/** The variant that differs most. */
function strongest(before: Uint8Array, variants: readonly Variant[]): Variant {
  const away = ({ picture }: Variant) =>
    picture.data.reduce((sum, value, i) => sum + Math.abs(value - before[i]!), 0);
  return variants.reduce((most, variant) => (away(variant) > away(most) ? variant : most));
}
