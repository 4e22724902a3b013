/** Grades answers by the keys and by what a teacher has accepted, and grades again if the key changes. */
import { parsePolicy } from '../../augment/policy.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Sources } from '../../previews/originals.ts';
import { type Effect, effectImages } from '../cards/effect-images.ts';
import type { Answers, Blank, Grades, Item } from '../content/quiz.ts';
import { EFFECT_PICTURES, type EffectPictures, effectPolicies } from '../grade/effect.ts';
import { creditOf, gradeItem } from '../grade/grade.ts';
import { type Problems, refusalOf } from '../grade/problems.ts';
import { letter, sameAnswer } from '../results/tally.ts';
import type { Regraded, Round, Submission } from './session.ts';

export interface Mark {
  readonly grades: Grades;
  readonly credit: number;
}

export interface Marker {
  /** Why answers are refused; undefined if they are accepted. */
  refusal(item: Item, answers: Answers): Problems | undefined;
  /** Grades answers to an item; never throws for any text. It first reads the pictures of items that are graded by effect. */
  of(item: Item): Promise<(answers: Answers) => Mark>;
  /** Reads an item's pictures in advance, so that the first answer does not wait for them. */
  prepare(item: Item): void;
  /** For items that need no pictures. */
  plain(item: Item): (answers: Answers) => Mark;
}

export function createMarker(sources: Sources): Marker {
  const known = new Map<string, Promise<EffectPictures>>();

  function picturesFor(effect: Effect): Promise<EffectPictures> {
    const name = JSON.stringify([effect.dataset, effect.label]);
    const found =
      known.get(name) ??
      effectImages(sources, effect, EFFECT_PICTURES).then(({ pixels, shape, shown }) => ({
        pixels,
        shape,
        samples: shown.map(({ sample }) => sample),
      }));
    known.set(name, found);
    // A later attempt may succeed.
    found.catch(() => known.delete(name));
    return found;
  }

  const marking = (item: Item, pictures?: EffectPictures) => (answers: Answers) => {
    const grades = withoutKeys(item, () => gradeItem(item, answers, pictures && { pictures }));
    return { grades, credit: creditOf(item, grades) };
  };
  const pictures = async (item: Item) =>
    item.kind === 'blanks' && item.effect ? await picturesFor(item.effect) : undefined;
  return {
    refusal: (item, answers) => withoutKeys(item, () => refusalOf(item, answers)),
    plain: (item) => marking(item),
    of: async (item) => marking(item, await pictures(item)),
    // The person who answers is told what is wrong.
    prepare: (item) => void pictures(item).catch(() => {}),
  };
}

/**
 * An author's mistake, such as a number that makes an invalid policy, is shown to the people who answer as our bug: the sentence
 * for the author quotes a key.
 */
function withoutKeys<T>({ id }: Item, grade: () => T): T {
  try {
    return grade();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Error(`${id} cannot be graded: ${error.key} ${JSON.stringify(error.params)}`, { cause: error });
  }
}

/** The policy of some answers, as text; undefined if it is invalid. */
export function policyOf(item: Extract<Item, { kind: 'blanks' }>, answers: Answers): string | undefined {
  const { answered } = effectPolicies(item, answers);
  try {
    return parsePolicy(answered).length === 0 ? undefined : answered;
  } catch {
    return undefined;
  }
}

/** The key's policy and the class's, the most frequent first, without invalid ones. */
export function answeredPolicies(
  item: Extract<Item, { kind: 'blanks' }>,
  submissions: readonly Submission[],
) {
  const found = new Map<string, { policy: string; count: number; right: boolean }>();
  for (const { answers, grades } of submissions) {
    const policy = policyOf(item, answers);
    if (policy === undefined) continue;
    const right = Object.values(grades).every(({ outcome }) => outcome === 'right');
    const { count = 0 } = found.get(policy) ?? {};
    found.set(policy, { policy, count: count + 1, right });
  }
  const answered = [...found.values()].sort((a, b) => b.count - a.count);
  return { reference: effectPolicies(item, {}).reference, answered };
}

/** The item with accepted answers added to its keys. */
export function withAccepted(item: Item, accepted: Round['accepted']): Item {
  const more = (blank: Blank, name: string): Blank => {
    const also = accepted[name] ?? [];
    const same = also.map(sameAnswer);
    return {
      ...blank,
      accept: [...blank.accept, ...also],
      wrong: blank.wrong.filter(({ is }) => is === undefined || !same.includes(sameAnswer(is))),
    };
  };
  switch (item.kind) {
    case 'blanks':
      return {
        ...item,
        blanks: Object.fromEntries(
          Object.entries(item.blanks).map(([name, blank]) => [name, more(blank, name)]),
        ),
      };
    case 'choice': {
      const also = accepted.answer ?? [];
      return {
        ...item,
        options: item.options.map((option, i) =>
          also.includes(letter(i)) ? { ...option, right: true } : option,
        ),
      };
    }
    case 'order':
      return item;
    default:
      return { ...item, answer: more(item.answer, 'answer') };
  }
}

/** The submissions whose grades have changed. */
export const regraded = (mark: (answers: Answers) => Mark, submissions: readonly Submission[]): Regraded[] =>
  submissions
    .map((one) => ({ one, ...mark(one.answers) }))
    .filter(({ one, grades }) => JSON.stringify(grades) !== JSON.stringify(one.grades))
    .map(({ one, grades, credit }) => ({ id: one.id, grades, credit }));
