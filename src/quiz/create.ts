/** Wires the parts of quizzes: time, grading, sources of quizzes, and what people do with them. */
import type { Theme } from '../charts/theme.ts';
import type { JobHandler } from '../chat/job.ts';
import type { Kind } from '../chat/kind.ts';
import type { FollowJob } from '../chat/live-card.ts';
import type { Work } from '../chat/ports.ts';
import { secretOf } from '../chat/secret.ts';
import { translate } from '../i18n/i18n.ts';
import { PassingError } from '../i18n/user-error.ts';
import type { Sources } from '../previews/originals.ts';
import type { Clock } from '../time/clock.ts';
import { effectSheet } from './cards/effect-sheet.ts';
import { createQuizCatalog, type QuizCatalog } from './content/catalog.ts';
import type { Finished } from './content/history.ts';
import type { Library } from './content/library.ts';
import { createQuizService, type QuizService } from './service.ts';
import { answeredPolicies, createMarker, regraded, withAccepted } from './session/mark.ts';
import { createNotes } from './session/notes.ts';
import { createRounds } from './session/rounds.ts';
import { isLive, type QuizRepository, type Round, type Session } from './session/session.ts';
import { createTeller, type TellerParts } from './session/tell.ts';

export interface CreateQuizzesParts extends TellerParts {
  readonly quizzes: QuizRepository;
  readonly library: Library;
  /** The finished experiments of a classroom, newest first. */
  readonly finished: (classroom: string) => readonly Finished[];
  readonly hasFinished: (classroom: string) => boolean;
  readonly clock: Clock;
  readonly theme: Theme;
  readonly sources: Sources;
  readonly follow: FollowJob;
}

export interface QuizSubject extends QuizService, Pick<QuizCatalog, 'names' | 'mayTake'> {
  /** The job of a round: counts its time, and keeps its card up to date. */
  readonly handle: JobHandler;
  /** What goes on in the card of an open question. */
  work(round: number): Work | undefined;
}

export function createQuizzes(parts: CreateQuizzesParts): QuizSubject {
  const { quizzes, clock, settings, sources, theme } = parts;
  const marker = createMarker(sources);
  const catalog = createQuizCatalog(parts);
  const notes = createNotes(quizzes, clock);

  /** Called before the key is shown: recomputes a key from experiments, and notes what the class missed. */
  function onReveal(round: Round): void {
    const session = quizzes.session(round.session) as Session;
    const item = catalog.changed(session, round) ?? round.item;
    if (item !== round.item) {
      const mark = marker.plain(withAccepted(item, round.accepted));
      quizzes.setItem(round.id, item, regraded(mark, quizzes.submissions(round.id)));
    }
    notes.revealed(session, { ...round, item });
  }

  const rounds = createRounds({ quizzes, clock, onReveal });
  const service = createQuizService({
    quizzes,
    rounds,
    catalog,
    marker,
    notes,
    clock,
    theme,
    teller: createTeller(parts),
    // Keeps pseudonyms from being guessed.
    secret: () => secretOf(settings, 'quiz', 'secret', 18),
    sheet: async ({ item }, submissions, locale) =>
      item.kind === 'blanks' && item.effect
        ? effectSheet(sources, { item, ...answeredPolicies(item, submissions), theme, t: translate(locale) })
        : undefined,
  });
  return {
    ...service,
    names: catalog.names,
    mayTake: catalog.mayTake,
    work(id) {
      const round = quizzes.round(id);
      return round && isLive(round.phase) ? { stop: () => void rounds.stop(round) } : undefined;
    },
    async handle({ id: job, subject: round }, signal) {
      const live = parts.follow(job, (locale) => service.card(round, locale));
      await rounds.run(round, live.changed, signal);
      // The job ends only after its last card is shown.
      if (!(await live.end())) throw new PassingError('error.notShown');
    },
  };
}

/** The quizzes of a classroom as values of an option. */
export const quizKind = (quizzes: Pick<QuizSubject, 'names' | 'mayTake'>): Kind => ({
  check(value, { classroom }) {
    quizzes.mayTake(classroom, value);
  },
  values: ({ classroom, t }) =>
    quizzes.names(classroom, t).map(({ name, title, count }) => ({
      label: name,
      detail: count === undefined ? title : `${title} (${count})`,
    })),
});
