/** What each person does with a question: answer it, take a hint, and look at their answer afterwards. */
import { createHash } from 'node:crypto';
import type { CommandContext, Reply } from '../../chat/command.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Clock } from '../../time/clock.ts';
import { hintCard, mineCard, notKeptCard, partnerCard, receiptCard } from '../cards/private.ts';
import { answersIn, questionFields } from '../cards/question.ts';
import { type Answers, blankNames, type Grades } from '../content/quiz.ts';
import type { Quizzes } from '../quizzes.ts';
import type { Finder, Found } from './find-round.ts';
import { type Marker, withAccepted } from './mark.ts';
import { partners } from './peers.ts';
import type { Rounds } from './rounds.ts';
import {
  isLive,
  isOpen,
  type NewSubmission,
  type QuizRepository,
  type Submission,
  voteOf,
} from './session.ts';
import type { Teller } from './tell.ts';
import { readTyped } from './typed.ts';

export interface AnsweringParts {
  readonly quizzes: QuizRepository;
  readonly rounds: Rounds;
  readonly finder: Finder;
  readonly marker: Marker;
  readonly clock: Clock;
  readonly teller: Teller;
}

const MOST_CHANGES = 1;
/** How often a person is told in a vote that an answer is nearly spelt right. */
const MOST_NEARLY = 2;

/**
 * How often an answer may still be changed. Feedback beyond the typed text is only given on an answer that counts:
 * trying words to find the key uses up the changes. "Nearly" allows one more change, so that a typo
 * costs nothing, but only a few times: in all, a vote accepts 1 + MOST_CHANGES + MOST_NEARLY answers.
 */
const changesLeft = ({ changes, nearly }: Pick<Submission, 'changes' | 'nearly'>): number =>
  MOST_CHANGES + Math.min(nearly, MOST_NEARLY) - changes;

const nearlyIn = (grades: Grades): string[] =>
  Object.keys(grades).filter((blank) => grades[blank]?.outcome === 'nearly');

/** Six hexadecimal digits that only the person with this answer sees; a change gives other digits. */
export const receiptOf = (
  round: number,
  person: string,
  { vote, at }: Pick<Submission, 'vote' | 'at'>,
): string =>
  createHash('sha256').update(`${round} ${person} ${vote} ${at}`).digest('hex').slice(0, 6).toUpperCase();

type Answering = Pick<Quizzes, 'answer' | 'submit' | 'choose' | 'form' | 'hint' | 'partner' | 'mine'>;

export function createAnswering(parts: AnsweringParts): Answering {
  const { quizzes, rounds, finder, marker, clock, teller } = parts;

  const lastOf = (round: number, person: string) =>
    quizzes.submission(round, person, 2) ?? quizzes.submission(round, person, 1);

  async function take(
    ctx: CommandContext,
    { session, round: asks }: Found,
    answers: Answers,
  ): Promise<Reply> {
    const { person } = ctx;
    teller.heard(person, ctx.locale);
    // Marking may have to read pictures; after this line there is no await before the answer is stored.
    const mark = await marker.of(withAccepted(asks.item, asks.accepted));
    const round = quizzes.round(asks.id) ?? asks;
    const found = { session, round };
    const isTaken = isOpen(round.phase) && rounds.left(round) !== 0;
    const vote = voteOf(round.phase);
    const receipt = (kept: NewSubmission): Reply => ({
      card: (t) =>
        receiptCard(
          found,
          kept.answers,
          {
            code: receiptOf(round.id, person.id, kept),
            changed: kept.changes > 0,
            nearly: isTaken && kept.nearly <= MOST_NEARLY ? nearlyIn(kept.grades) : [],
            changesLeft: isTaken ? changesLeft(kept) : 0,
          },
          t,
        ),
    });
    // Sending the same again, because the receipt was lost, gives the receipt again, also after the time is up.
    const before = isTaken ? quizzes.submission(round.id, person.id, vote) : lastOf(round.id, person.id);
    const given = Object.fromEntries(blankNames(round.item).map((name) => [name, answers[name] ?? '']));
    if (before && Object.entries(given).every(([name, answer]) => before.answers[name] === answer))
      return receipt(before);
    if (!isTaken) throw new UserError('quiz.closed');
    if (before && changesLeft(before) <= 0) throw new UserError('quiz.changedAlready');
    const problems = marker.refusal(round.item, given);
    if (problems) return { card: (t) => notKeptCard(found, problems, t), refused: true };
    const { grades, credit } = mark(given);
    const changes = before ? before.changes + 1 : 0;
    const nearly = (before?.nearly ?? 0) + Number(nearlyIn(grades).length > 0);
    const kept = { vote, answers: given, grades, credit, changes, nearly, at: clock.now() };
    quizzes.submit(round.id, person, kept);
    rounds.touch(round.id);
    return receipt(kept);
  }

  return {
    answer(ctx, typed) {
      const found = finder.current(ctx);
      return take(ctx, found, readTyped(found.round.item, typed));
    },
    submit(ctx, id, values) {
      const found = finder.round(ctx, id);
      return take(ctx, found, answersIn(found.round.item, values));
    },
    async choose(ctx, id) {
      const [, round = '', letter = ''] = /^(\d+)\.([A-Z])$/.exec(id) ?? [];
      return take(ctx, finder.round(ctx, round), { answer: letter });
    },
    form(ctx, id) {
      const { round } = finder.round(ctx, id);
      if (!isOpen(round.phase)) throw new UserError('quiz.closed');
      return questionFields(round.item, ctx.t);
    },
    hint(ctx, id) {
      const found = finder.round(ctx, id);
      return { card: (t) => hintCard(found, t) };
    },
    partner(ctx, id) {
      const found = finder.round(ctx, id);
      // Before that, it would reveal who has answered.
      if (found.round.phase !== 'discuss') throw new UserError('quiz.noDiscussion');
      const firsts = quizzes.submissions(found.round.id).filter(({ vote }) => vote === 1);
      const names = partners(firsts).get(ctx.person.id) ?? [];
      return { card: (t) => partnerCard(found, names, t) };
    },
    mine(ctx, id) {
      const found = finder.round(ctx, id);
      if (isLive(found.round.phase)) throw new UserError('quiz.notYet');
      // Somebody may ask the same question again.
      if (found.round.phase === 'stopped') throw new UserError('quiz.stopped');
      const mine = lastOf(found.round.id, ctx.person.id);
      if (!mine) throw new UserError('quiz.noAnswerOfYours');
      const receipt = receiptOf(found.round.id, ctx.person.id, mine);
      return { card: (t) => mineCard(found, mine, receipt, t) };
    },
  };
}
