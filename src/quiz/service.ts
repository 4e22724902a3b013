/** What people do with quizzes: start, answer, reveal, look at scores. Decides; time is in rounds.ts, cards are drawn elsewhere. */
import { createHash } from 'node:crypto';
import type { Theme } from '../charts/theme.ts';
import type { Card, Picture } from '../chat/card.ts';
import type { Clock } from '../chat/clock.ts';
import type { Asked, Reply } from '../chat/command.ts';
import type { Place } from '../chat/place.ts';
import { type Locale, translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import type { QuizQuestion, Quizzes } from '../services.ts';
import { type Marker, policyOf, regraded, withAccepted } from './marking.ts';
import {
  boardCard,
  checkCard,
  endCard,
  hintCard,
  mineCard,
  mostPoints,
  notKeptCard,
  partnerCard,
  receiptCard,
  scoreCard,
  scoresOf,
} from './own-cards.ts';
import { partners } from './peers.ts';
import { answersIn, questionCard } from './question.ts';
import { type Answers, blankNames } from './quiz.ts';
import { revealCard, stoppedCard } from './reveal.ts';
import type { Rounds } from './rounds.ts';
import {
  type Asked as AskedItem,
  isLive,
  isOpen,
  type QuizRepository,
  type Round,
  type Session,
  type Submission,
  type Vote,
} from './session.ts';
import type { Shelf } from './shelf.ts';
import { clusters, FEWEST_SHOWN, lastVotes } from './tally.ts';
import { readTyped } from './typed.ts';

export interface QuizParts {
  readonly quizzes: QuizRepository;
  readonly rounds: Rounds;
  readonly shelf: Shelf;
  readonly marker: Marker;
  readonly clock: Clock;
  readonly theme: Theme;
  /** What the commonest answers of a class do to pictures; undefined where they do nothing to any. */
  readonly sheet: (
    round: Round,
    submissions: readonly Submission[],
    locale: Locale,
  ) => Promise<Picture | undefined>;
  /** Sends a card to one person of a place, where the platform can; in their language, else in that in which they answered. */
  readonly tell: (
    place: Place,
    person: string,
    draw: (locale: Locale) => Card,
    answeredIn: Locale | undefined,
  ) => void;
}

export interface QuizService extends Quizzes {
  /** The card of a round as it is now. */
  card(round: number, locale: Locale): Promise<Card>;
}

const MOST_CHANGES = 1;

const asReply = (card: Card): Reply => ({ card });

export function createQuizService(parts: QuizParts): QuizService {
  const { quizzes, rounds, shelf, marker, clock } = parts;
  /** In which language people of this process have answered. */
  const answeredIn = new Map<string, Locale>();
  const tell = (place: Place, person: string, draw: (locale: Locale) => Card) =>
    parts.tell(place, person, draw, answeredIn.get(person));

  interface Where {
    readonly session: Session;
    readonly round: Round;
  }

  function where(round: Round): Where {
    const session = quizzes.session(round.session);
    if (!session) throw new Error(`round ${round.id} has no session`);
    return { session, round };
  }

  /** A round of this place by its id, as it stands behind a button. */
  function find({ place }: Asked, id: string): Where {
    const round = /^\d{1,15}$/.test(id) ? quizzes.round(Number(id)) : undefined;
    const found = round && where(round);
    const here = found?.session.place;
    if (!found || here?.platform !== place.platform || here.channel !== place.channel)
      throw new UserError('quiz.gone');
    return found;
  }

  /** The newest round of the session that is going on here. */
  function current({ place }: Asked): Where {
    const session = quizzes.current(place);
    const round = session && quizzes.rounds(session.id).at(-1);
    if (!session || !round) throw new UserError('quiz.noneGoingOn');
    return { session, round };
  }

  const voteOf = ({ phase }: Round): Vote => (phase === 'open' ? 1 : 2);
  const receipt = (round: number, person: string, { vote, at }: Pick<Submission, 'vote' | 'at'>): string =>
    createHash('sha256').update(`${round} ${person} ${vote} ${at}`).digest('hex').slice(0, 6).toUpperCase();

  const view = (found: Where) => ({
    ...found,
    answered: quizzes.count(found.round.id, voteOf(found.round)),
    left: isLive(found.round.phase) ? rounds.left(found.round) : undefined,
  });

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
    return { card: questionCard(view({ session, round: made }), asked.t), job: { job, post, lasting: true } };
  }

  function begin(
    asked: Asked,
    chosen: { quiz: string; title: Session['title']; items: readonly AskedItem[] },
    question: QuizQuestion,
  ): Reply {
    const { place } = asked;
    const going = quizzes.current(place);
    if (going) {
      const last = quizzes.rounds(going.id).at(-1);
      if (last && isLive(last.phase)) throw new UserError('quiz.goingOn');
      quizzes.end(going.id, clock.now());
    }
    const first = (question.item ?? 1) - 1;
    if (first >= chosen.items.length) throw new UserError('quiz.noSuchItem', { count: chosen.items.length });
    const id = quizzes.begin({
      place,
      ...chosen,
      mode: question.mode,
      seconds: question.time,
      createdAt: clock.now(),
    });
    return open(asked, quizzes.session(id) as Session, first);
  }

  async function take(asked: Asked, found: Where, answers: Answers): Promise<Reply> {
    const { person, t } = asked;
    const { round } = found;
    answeredIn.set(person.id, asked.locale);
    if (!isOpen(round.phase) || rounds.left(round) === 0) throw new UserError('quiz.closed');
    const vote = voteOf(round);
    const before = quizzes.submission(round.id, person.id, vote);
    const isSame =
      before && blankNames(round.item).every((name) => before.answers[name] === (answers[name] ?? ''));
    const code = (submission: Pick<Submission, 'vote' | 'at'>) => receipt(round.id, person.id, submission);
    if (isSame) {
      const { changes } = before;
      return asReply(
        receiptCard(
          found,
          before.answers,
          { code: code(before), changed: changes > 0, mayChange: changes < MOST_CHANGES },
          t,
        ),
      );
    }
    if (before && before.changes >= MOST_CHANGES) throw new UserError('quiz.changedAlready');
    const given = Object.fromEntries(blankNames(round.item).map((name) => [name, answers[name] ?? '']));
    const mark = await marker.of(withAccepted(round.item, round.accepted));
    const { grades, credit } = mark(given);
    if (Object.values(grades).some(({ outcome }) => outcome === 'invalid' || outcome === 'nearly'))
      return { card: notKeptCard(found, grades, t), refused: true };
    // It may have closed while a policy was being run.
    if (quizzes.round(round.id)?.phase !== round.phase) throw new UserError('quiz.closed');
    const changes = before ? before.changes + 1 : 0;
    const kept = { vote, answers: given, grades, credit, changes, at: clock.now() };
    quizzes.submit(round.id, person, kept);
    rounds.touch(round.id);
    return asReply(
      receiptCard(
        found,
        given,
        { code: code(kept), changed: changes > 0, mayChange: changes < MOST_CHANGES },
        t,
      ),
    );
  }

  /** The job of a round, for a shell to wait for: its card is drawn anew by it. */
  const follow = (round: Round) => {
    const job = quizzes.jobOf(round.id)?.job;
    return job === undefined ? {} : { follow: job };
  };

  function advance(asked: Asked, found: Where): Reply {
    const { round, session } = found;
    if (!isLive(round.phase)) throw new UserError('quiz.revealedAlready');
    if (!rounds.advance(round)) throw new UserError('quiz.justChanged');
    const now = quizzes.round(round.id) as Round;
    if (now.phase === 'discuss') tellPartners(session, now);
    const text = asked.t(`quiz.advanced.${now.phase as 'revealed'}`);
    return { card: { title: asked.t('quiz.short'), blocks: [{ type: 'text', text }] }, ...follow(now) };
  }

  function tellPartners(session: Session, round: Round): void {
    const firsts = quizzes.submissions(round.id).filter(({ vote }) => vote === 1);
    for (const [person, names] of partners(firsts))
      tell(session.place, person, (locale) => partnerCard({ session, round }, names, translate(locale)));
  }

  function next(asked: Asked, { session, round }: Where): Reply {
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

  const scored = (session: Session) => {
    const all = quizzes.rounds(session.id);
    return { scores: scoresOf(all, quizzes.given(session.id)), most: mostPoints(all) };
  };

  /** The commonest wrong answer that can be tried as an experiment: its policy. */
  function tryable({ item }: Round, submissions: readonly Submission[]): string | undefined {
    if (item.kind !== 'blanks' || !item.effect || submissions.length < FEWEST_SHOWN) return undefined;
    const wrong = submissions.filter(({ grades }) =>
      Object.values(grades).some(({ outcome }) => outcome === 'wrong'),
    );
    const policies = wrong.map(({ answers }) => policyOf(item, answers));
    const counts = new Map<string, number>();
    for (const policy of policies)
      if (policy !== undefined) counts.set(policy, (counts.get(policy) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  return {
    async card(id, locale) {
      const round = quizzes.round(id);
      if (!round) throw new Error(`round ${id} is gone`);
      const t = translate(locale);
      const found = view(where(round));
      if (isLive(round.phase)) return questionCard(found, t);
      if (round.phase === 'stopped') return stoppedCard(found, t);
      const submissions = quizzes.submissions(id);
      const counted = lastVotes(submissions);
      return revealCard(
        {
          ...found,
          submissions,
          theme: parts.theme,
          sources: shelf.sourcesOf(round.item),
          sheet: counted.length < FEWEST_SHOWN ? undefined : await parts.sheet(round, counted, locale),
          note: shelf.isGone(found.session, round) ? t('quiz.history.gone') : undefined,
          tryable: tryable(round, counted),
        },
        t,
      );
    },

    start: (asked, question) => begin(asked, shelf.take(asked.place, question.quiz), question),
    review(asked, question) {
      const { items, nextAt } = shelf.due(asked.place, clock.now());
      if (items.length === 0)
        throw nextAt === undefined
          ? new UserError('quiz.review.nothing')
          : new UserError('quiz.review.later', { date: asked.t.date(nextAt) });
      const title = shelf.titleOfReview;
      return begin(asked, { quiz: 'review', title, items }, question);
    },
    answer(asked, typed) {
      const found = current(asked);
      return take(asked, found, readTyped(found.round.item, typed));
    },
    submit(asked, id, values) {
      const found = find(asked, id);
      return take(asked, found, answersIn(found.round.item, values));
    },
    async choose(asked, id) {
      const [, round = '', letter = ''] = /^(\d+)\.([A-Z])$/.exec(id) ?? [];
      return take(asked, find(asked, round), { answer: letter });
    },
    form(asked, id) {
      const found = find(asked, id);
      if (!isOpen(found.round.phase)) throw new UserError('quiz.closed');
      return found.round.item;
    },
    hint: (asked, id) => asReply(hintCard(find(asked, id), asked.t)),
    partner(asked, id) {
      const found = find(asked, id);
      const firsts = quizzes.submissions(found.round.id).filter(({ vote }) => vote === 1);
      return asReply(partnerCard(found, partners(firsts).get(asked.person.id) ?? [], asked.t));
    },
    mine(asked, id) {
      const found = find(asked, id);
      if (isLive(found.round.phase)) throw new UserError('quiz.notYet');
      const mine =
        quizzes.submission(found.round.id, asked.person.id, 2) ??
        quizzes.submission(found.round.id, asked.person.id, 1);
      if (!mine) throw new UserError('quiz.noAnswerOfYours');
      return asReply(mineCard(found, mine, receipt(found.round.id, asked.person.id, mine), asked.t));
    },
    reveal: (asked) => advance(asked, current(asked)),
    revealOf: (asked, id) => advance(asked, find(asked, id)),
    next: (asked) => next(asked, current(asked)),
    nextOf: (asked, id) => next(asked, find(asked, id)),
    stop(asked) {
      const { session, round } = current(asked);
      if (isLive(round.phase)) rounds.stop(round);
      return { ...finish(asked, session), ...follow(round) };
    },
    check(asked, id) {
      const found = find(asked, id);
      if (isLive(found.round.phase)) throw new UserError('quiz.notYet');
      return asReply(checkCard(found, lastVotes(quizzes.submissions(found.round.id)), asked.t));
    },
    async accept(asked, id) {
      const [, round = '', blank = '', key = ''] = /^(\d+)\.(\w+)\.(\w+)$/.exec(id) ?? [];
      const found = find(asked, round);
      const all = quizzes.submissions(found.round.id);
      const cluster = clusters(all, blank).find((one) => one.key === key);
      if (!cluster) throw new UserError('quiz.gone');
      if (cluster.grade.outcome === 'right') throw new UserError('quiz.acceptedAlready');
      const accepted = {
        ...found.round.accepted,
        [blank]: [...(found.round.accepted[blank] ?? []), cluster.answer],
      };
      const changed = regraded(await marker.of(withAccepted(found.round.item, accepted)), all);
      quizzes.accept(
        found.round.id,
        { blank, answer: cluster.answer, by: asked.person.id },
        changed,
        clock.now(),
      );
      const now = quizzes.round(found.round.id) as Round;
      for (const { id: row } of changed) {
        const mine = quizzes.submissions(now.id).find((one) => one.id === row);
        const { person } = mine ?? {};
        if (mine && person !== undefined)
          tell(found.session.place, person, (locale) =>
            mineCard(
              { session: found.session, round: now },
              mine,
              receipt(now.id, person, mine),
              translate(locale),
            ),
          );
      }
      const text = asked.t('quiz.accepted', { answer: cluster.answer, count: changed.length });
      return { card: { title: asked.t('quiz.short'), blocks: [{ type: 'text', text }] }, ...follow(now) };
    },
    experimentOf(asked, id) {
      const { round } = find(asked, id);
      const policy = tryable(round, lastVotes(quizzes.submissions(round.id)));
      if (policy === undefined || round.item.kind !== 'blanks') throw new UserError('quiz.nothingToTry');
      return { policy, dataset: round.item.effect?.dataset ?? 'fashion-mnist' };
    },
    scores(asked) {
      const session = quizzes.latest(asked.place);
      if (!session) throw new UserError('quiz.noneYet');
      const { scores, most } = scored(session);
      const mine = scores.find(({ person }) => person === asked.person.id);
      return asReply(scoreCard(session, scores, mine, most, asked.t, asked.person.teacher));
    },
    board(asked, id) {
      const session = /^\d{1,15}$/.test(id) ? quizzes.session(Number(id)) : undefined;
      if (
        !session ||
        session.place.channel !== asked.place.channel ||
        session.place.platform !== asked.place.platform
      )
        throw new UserError('quiz.gone');
      const { scores, most } = scored(session);
      return { card: boardCard(session, scores, most, asked.t) };
    },
    list: (asked) => shelf.list(asked),
    create: (asked, source) => shelf.create(asked, source),
    export: (asked, names) => shelf.export(asked, names, receipt),
  };
}
