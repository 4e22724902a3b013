/** What a teacher can do with wrong answers after the reveal: accept one, or try it as an experiment. */

import { FEWEST_SHOWN } from '../../chat/fewest-shown.ts';
import { translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Clock } from '../../time/clock.ts';
import { checkCard, doneCard, mineCard } from '../cards/private.ts';
import { blankNames } from '../content/quiz.ts';
import type { Quizzes } from '../quizzes.ts';
import { clusters, lastVotes } from '../results/tally.ts';
import { receiptOf } from './answer.ts';
import type { Finder, Found } from './find-round.ts';
import { answeredPolicies, type Marker, regraded, withAccepted } from './mark.ts';
import type { Notes } from './notes.ts';
import { isLive, type QuizRepository, type Regraded, type Round, type Submission } from './session.ts';
import type { Teller } from './tell.ts';

export interface AcceptingParts {
  readonly quizzes: QuizRepository;
  readonly finder: Finder;
  readonly marker: Marker;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly teller: Teller;
}

type Accepting = Pick<Quizzes, 'check' | 'accept' | 'experimentOf'>;

/** The policy of the most frequent wrong answer that can be tried as an experiment; a few answers are never broken down. */
export function tryable({ item }: Round, submissions: readonly Submission[]): string | undefined {
  if (item.kind !== 'blanks' || !item.effect || submissions.length < FEWEST_SHOWN) return undefined;
  return answeredPolicies(item, submissions).answered.find(({ right }) => !right)?.policy;
}

export function createAccepting(parts: AcceptingParts): Accepting {
  const { quizzes, finder, marker, notes, clock, teller } = parts;

  /** Tells people whose points have changed. */
  function tell({ session, round }: Found, changed: readonly Regraded[]): void {
    const ids = new Set(changed.map(({ id }) => id));
    for (const one of quizzes.submissions(round.id)) {
      const { id, person } = one;
      if (person === undefined || !ids.has(id)) continue;
      const receipt = receiptOf(round.id, person, one);
      teller.tell(session, person, (locale) => mineCard({ session, round }, one, receipt, translate(locale)));
    }
  }

  return {
    check(ctx, id) {
      const found = finder.round(ctx, id);
      if (isLive(found.round.phase)) throw new UserError('quiz.notYet');
      const submissions = lastVotes(quizzes.submissions(found.round.id));
      return { card: (t) => checkCard(found, submissions, t) };
    },
    async accept(ctx, id) {
      const [, round = '', which = '', key = ''] = /^(\d+)\.(\w+)\.(\w+)$/.exec(id) ?? [];
      const { session, round: before } = finder.round(ctx, round);
      // Older buttons name the blank.
      const blank = blankNames(before.item)[Number(which) - 1] ?? which;
      const all = quizzes.submissions(before.id);
      const cluster = clusters(all, blank).find((one) => one.key === key);
      if (!cluster) throw new UserError('quiz.gone');
      const { answer, grade } = cluster;
      if (grade.outcome === 'right') throw new UserError('quiz.acceptedAlready');
      const accepted = { ...before.accepted, [blank]: [...(before.accepted[blank] ?? []), answer] };
      const changed = regraded(await marker.of(withAccepted(before.item, accepted)), all);
      quizzes.accept(before.id, { blank, answer, by: ctx.person.id }, changed, clock.now());
      const now = { session, round: quizzes.round(before.id) as Round };
      notes.regraded(session, now.round);
      tell(now, changed);
      const count = changed.length;
      return { card: (t) => doneCard(t('quiz.accepted', { answer, count }), t), ...finder.follow(now.round) };
    },
    experimentOf(ctx, id) {
      const { round } = finder.round(ctx, id);
      const policy = tryable(round, lastVotes(quizzes.submissions(round.id)));
      if (policy === undefined || round.item.kind !== 'blanks') throw new UserError('quiz.nothingToTry');
      return { policy, dataset: round.item.effect?.dataset };
    },
  };
}
