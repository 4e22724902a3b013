/** Puts the parts of quizzes together: time, grading, where quizzes come from, and what people do with them. */
import { randomBytes } from 'node:crypto';
import type { Theme } from '../charts/theme.ts';
import type { Kind } from '../chat/assist.ts';
import type { Clock } from '../chat/clock.ts';
import type { Place } from '../chat/place.ts';
import { channelScope, type Platform, type SettingsRepository } from '../chat/ports.ts';
import { translate } from '../i18n/i18n.ts';
import type { Sources } from '../previews/originals.ts';
import { effectSheet } from './effect-sheet.ts';
import type { Finished } from './history.ts';
import type { Library } from './library.ts';
import { answeredPolicies, createMarker, regraded, withAccepted } from './marking.ts';
import { afterRound } from './review.ts';
import { createRounds, type Rounds } from './rounds.ts';
import { createQuizService, type QuizService } from './service.ts';
import type { QuizRepository, Round, Session } from './session.ts';
import { createShelf, HISTORY, type Shelf } from './shelf.ts';
import { lastVotes, tallyOf } from './tally.ts';

export interface HouseParts {
  readonly quizzes: QuizRepository;
  readonly library: Library;
  /** The finished experiments of a channel, newest first. */
  readonly finished: (place: Place) => readonly Finished[];
  readonly hasFinished: (place: Place) => boolean;
  readonly settings: SettingsRepository;
  readonly clock: Clock;
  readonly theme: Theme;
  readonly sources: Sources;
  /** Those that are connected, also later. */
  readonly platforms: readonly Platform[];
  /** Somebody could not be told something. */
  readonly onError: (error: unknown) => void;
}

export interface QuizHouse extends QuizService, Pick<Rounds, 'run'>, Pick<Shelf, 'names' | 'mayTake'> {}

export function createQuizzes(parts: HouseParts): QuizHouse {
  const { quizzes, clock, settings, sources, theme } = parts;
  const marker = createMarker(sources);
  const shelf = createShelf({ ...parts, secret: () => secretOf(settings) });

  /** Before the key is shown: it is computed again where it comes from experiments, and what was missed is noted. */
  function onReveal(round: Round): void {
    const session = quizzes.session(round.session) as Session;
    const item = shelf.changed(session, round) ?? round.item;
    if (item !== round.item) {
      const mark = marker.plain(withAccepted(item, round.accepted));
      quizzes.setItem(round.id, item, regraded(mark, quizzes.submissions(round.id)));
    }
    const { answered, share } = tallyOf(item, lastVotes(quizzes.submissions(round.id)));
    const { quiz = session.quiz } = session.items[round.position] ?? {};
    if (answered === 0 || quiz === HISTORY) return;
    const { place } = session;
    const known = quizzes.learning(place).find((one) => one.quiz === quiz && one.item === item.id);
    quizzes.setLearning(place, quiz, item.id, afterRound(known, share, clock.now()));
  }

  const rounds = createRounds({ quizzes, clock, onReveal });
  const service = createQuizService({
    quizzes,
    rounds,
    shelf,
    marker,
    clock,
    theme,
    sheet: async ({ item }, submissions, locale) =>
      item.kind === 'blanks' && item.effect
        ? effectSheet(sources, { item, ...answeredPolicies(item, submissions), theme, t: translate(locale) })
        : undefined,
    tell(place, person, draw, answeredIn) {
      const platform = parts.platforms.find(({ name }) => name === place.platform);
      const locale =
        settings.get(`person:${person}`, 'language') ??
        settings.get(channelScope(place), 'language') ??
        answeredIn ??
        'en';
      platform?.tell?.(place, person, { locale, ...draw(locale) }).catch(parts.onError);
    },
  });
  return { ...service, run: rounds.run, names: shelf.names, mayTake: shelf.mayTake };
}

/** Keeps pseudonyms from being guessed. */
function secretOf(settings: SettingsRepository): string {
  const known = settings.get('quiz', 'secret');
  if (known !== undefined) return known;
  const made = randomBytes(18).toString('base64url');
  settings.set('quiz', 'secret', made);
  return made;
}

/** The quizzes of a channel as values of an option. */
export const quizKind = (quizzes: Pick<QuizHouse, 'names' | 'mayTake'>): Kind => ({
  check(value, { place }) {
    quizzes.mayTake(place, value);
  },
  values: ({ place, t }) =>
    quizzes.names(place, t).map(({ name, title, count }) => ({
      label: name,
      detail: count === undefined ? title : `${title} (${count})`,
    })),
});
