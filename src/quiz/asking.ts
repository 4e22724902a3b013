/** How a teacher leads through a session: begins it, goes from step to step, and ends it. */
import type { Clock } from '../chat/clock.ts';
import type { Asked, Reply } from '../chat/command.ts';
import { translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import type { QuizQuestion, Quizzes } from '../services.ts';
import type { Finder, Found } from './finding.ts';
import type { Marker } from './marking.ts';
import { doneCard, partnerCard } from './own-cards.ts';
import { partners } from './peers.ts';
import { questionCard, type RoundView } from './question.ts';
import type { Rounds } from './rounds.ts';
import { endCard } from './score-cards.ts';
import { type Asked as AskedItem, isLive, type QuizRepository, type Round, type Session } from './session.ts';
import { REVIEW, type Shelf } from './shelf.ts';
import { lastVotes } from './tally.ts';
import type { Telling } from './telling.ts';

export interface AskingParts {
  readonly quizzes: QuizRepository;
  readonly rounds: Rounds;
  readonly finder: Finder;
  readonly shelf: Shelf;
  readonly marker: Marker;
  readonly clock: Clock;
  readonly telling: Telling;
  readonly view: (found: Found) => RoundView;
}

type Asking = Pick<Quizzes, 'start' | 'review' | 'reveal' | 'revealOf' | 'next' | 'nextOf' | 'stop'>;

export function createAsking(parts: AskingParts): Asking {
  const { quizzes, rounds, finder, shelf, marker, clock, telling, view } = parts;

  function open(asked: Asked, session: Session, position: number): Reply {
    const next = session.items[position] as AskedItem;
    const { round, job, post } = quizzes.open(
      {
        session: session.id,
        position,
        item: shelf.resolve(next.item, session.id),
        ...(session.seconds > 0 && { left: session.seconds * 1000 }),
        createdAt: clock.now(),
      },
      { place: asked.place, locale: asked.locale },
    );
    const made = quizzes.round(round) as Round;
    marker.prepare(made.item);
    return { card: questionCard(view({ session, round: made }), asked.t), job: { job, post, lasting: true } };
  }

  function begin(
    asked: Asked,
    chosen: Pick<Session, 'quiz' | 'title' | 'items'>,
    { item = 1, mode, time }: QuizQuestion,
  ): Reply {
    const { place } = asked;
    if (item > chosen.items.length) throw new UserError('quiz.noSuchItem', { count: chosen.items.length });
    const going = quizzes.current(place);
    if (going) {
      const last = quizzes.rounds(going.id).at(-1);
      if (last && isLive(last.phase)) throw new UserError('quiz.goingOn');
      quizzes.end(going.id, clock.now());
    }
    const id = quizzes.begin({ place, ...chosen, mode, seconds: time, createdAt: clock.now() });
    return open(asked, quizzes.session(id) as Session, item - 1);
  }

  function advance(asked: Asked, { round, session }: Found): Reply {
    if (!isLive(round.phase)) throw new UserError('quiz.revealedAlready');
    if (!rounds.advance(round)) throw new UserError('quiz.justChanged');
    const now = quizzes.round(round.id) as Round;
    if (now.phase === 'discuss') tellPartners({ session, round: now });
    const said = asked.t(`quiz.advanced.${now.phase as 'revealed'}`);
    return { card: doneCard(said, asked.t), ...finder.follow(now) };
  }

  function tellPartners(found: Found): void {
    const firsts = quizzes.submissions(found.round.id).filter(({ vote }) => vote === 1);
    for (const [person, names] of partners(firsts))
      telling.tell(found.session.place, person, (locale) => partnerCard(found, names, translate(locale)));
  }

  function next(asked: Asked, { session, round }: Found): Reply {
    if (session.endedAt !== undefined) throw new UserError('quiz.ended');
    const last = quizzes.rounds(session.id).at(-1) as Round;
    if (last.id !== round.id) throw new UserError('quiz.askedAlready');
    if (isLive(round.phase)) throw new UserError('quiz.stillOpen');
    const position = round.position + 1;
    return position < session.items.length ? open(asked, session, position) : finish(asked, session);
  }

  function finish({ t }: Asked, session: Session): Reply {
    quizzes.end(session.id, clock.now());
    const over = quizzes
      .rounds(session.id)
      .map((round) => ({ round, submissions: lastVotes(quizzes.submissions(round.id)) }));
    return { card: endCard(session, over, t) };
  }

  return {
    start: (asked, question) => begin(asked, shelf.take(asked.place, question.quiz), question),
    review(asked, question) {
      const { items, nextAt } = shelf.due(asked.place, clock.now());
      if (items.length === 0)
        throw nextAt === undefined
          ? new UserError('quiz.review.nothing')
          : new UserError('quiz.review.later', { date: asked.t.date(nextAt) });
      return begin(asked, { quiz: REVIEW, title: shelf.titleOfReview, items }, question);
    },
    reveal: (asked) => advance(asked, finder.current(asked)),
    revealOf: (asked, id) => advance(asked, finder.round(asked, id)),
    next: (asked) => next(asked, finder.current(asked)),
    nextOf: (asked, id) => next(asked, finder.round(asked, id)),
    stop(asked) {
      const { session, round } = finder.current(asked);
      if (isLive(round.phase)) rounds.stop(round);
      return { ...finish(asked, session), ...finder.follow(round) };
    },
  };
}
