/** How a teacher runs a session: starts it, goes from step to step, and ends it. */

import type { CommandContext, Reply } from '../../chat/command.ts';
import { translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Clock } from '../../time/clock.ts';
import { doneCard, partnerCard } from '../cards/private.ts';
import { questionCard, type RoundView } from '../cards/question.ts';
import { endCard } from '../cards/results.ts';
import { type QuizCatalog, REVIEW } from '../content/catalog.ts';
import type { QuizQuestion, Quizzes } from '../quizzes.ts';
import { lastVotes } from '../results/tally.ts';
import type { Finder, Found } from './find-round.ts';
import type { Marker } from './mark.ts';
import { partners } from './peers.ts';
import type { Rounds } from './rounds.ts';
import { isLive, type QuizRepository, type Round, type Session, type SessionItem } from './session.ts';
import type { Teller } from './tell.ts';

export interface AskingParts {
  readonly quizzes: QuizRepository;
  readonly rounds: Rounds;
  readonly finder: Finder;
  readonly catalog: QuizCatalog;
  readonly marker: Marker;
  readonly clock: Clock;
  readonly teller: Teller;
  readonly view: (found: Found) => RoundView;
}

type Asking = Pick<Quizzes, 'start' | 'review' | 'reveal' | 'revealOf' | 'next' | 'nextOf' | 'stop'>;

export function createAsking(parts: AskingParts): Asking {
  const { quizzes, rounds, finder, catalog, marker, clock, teller, view } = parts;

  function open(ctx: CommandContext, session: Session, position: number): Reply {
    const next = session.items[position] as SessionItem;
    const { round, job, post } = quizzes.open(
      {
        session: session.id,
        position,
        item: catalog.resolve(next.item, session.id),
        ...(session.seconds > 0 && { left: session.seconds * 1000 }),
        createdAt: clock.now(),
      },
      { place: ctx.place, locale: ctx.locale },
    );
    const made = quizzes.round(round) as Round;
    marker.prepare(made.item);
    return {
      card: (t) => questionCard(view({ session, round: made }), t),
      job: { job, post, lasting: true },
    };
  }

  function begin(
    ctx: CommandContext,
    chosen: Pick<Session, 'quiz' | 'title' | 'items'>,
    { item = 1, mode, time }: QuizQuestion,
  ): Reply {
    const { classroom, place } = ctx;
    if (item > chosen.items.length)
      throw new UserError('quiz.noSuchItem', { count: chosen.items.length }, 'item');
    const going = quizzes.current(classroom);
    if (going) {
      const last = quizzes.rounds(going.id).at(-1);
      if (last && isLive(last.phase)) throw new UserError('quiz.goingOn');
      quizzes.end(going.id, clock.now());
    }
    const id = quizzes.begin({ classroom, place, ...chosen, mode, seconds: time, createdAt: clock.now() });
    return open(ctx, quizzes.session(id) as Session, item - 1);
  }

  function advance({ round, session }: Found): Reply {
    if (!isLive(round.phase)) throw new UserError('quiz.revealedAlready');
    if (!rounds.advance(round)) throw new UserError('quiz.justChanged');
    const now = quizzes.round(round.id) as Round;
    if (now.phase === 'discuss') tellPartners({ session, round: now });
    const done = `quiz.advanced.${now.phase as 'revealed'}` as const;
    return { card: (t) => doneCard(t(done), t), ...finder.follow(now) };
  }

  function tellPartners(found: Found): void {
    const firsts = quizzes.submissions(found.round.id).filter(({ vote }) => vote === 1);
    for (const [person, names] of partners(firsts))
      teller.tell(found.session, person, (locale) => partnerCard(found, names, translate(locale)));
  }

  function next(ctx: CommandContext, { session, round }: Found): Reply {
    if (session.endedAt !== undefined) throw new UserError('quiz.ended');
    const last = quizzes.rounds(session.id).at(-1) as Round;
    if (last.id !== round.id) throw new UserError('quiz.askedAlready');
    if (isLive(round.phase)) throw new UserError('quiz.stillOpen');
    const position = round.position + 1;
    return position < session.items.length ? open(ctx, session, position) : finish(session);
  }

  function finish(session: Session): Reply {
    quizzes.end(session.id, clock.now());
    const over = quizzes
      .rounds(session.id)
      .map((round) => ({ round, submissions: lastVotes(quizzes.submissions(round.id)) }));
    return { card: (t) => endCard(session, over, t) };
  }

  return {
    start: (ctx, question) => begin(ctx, catalog.take(ctx.classroom, question.quiz), question),
    review(ctx, question) {
      const { items, nextAt } = catalog.due(ctx.classroom, clock.now());
      if (items.length === 0)
        throw nextAt === undefined
          ? new UserError('quiz.review.nothing')
          : new UserError('quiz.review.later', { date: ctx.t.date(nextAt) });
      return begin(ctx, { quiz: REVIEW, title: catalog.titleOfReview, items }, question);
    },
    reveal: (ctx) => advance(finder.current(ctx)),
    revealOf: (ctx, id) => advance(finder.round(ctx, id)),
    next: (ctx) => next(ctx, finder.current(ctx)),
    nextOf: (ctx, id) => next(ctx, finder.round(ctx, id)),
    stop(ctx) {
      const { session, round } = finder.current(ctx);
      if (isLive(round.phase)) rounds.stop(round);
      return { ...finish(session), ...finder.follow(round) };
    },
  };
}
