/** The quiz functions for commands, from asking, answering, accepting and scoring; and the card of a round. */
import type { Theme } from '../charts/theme.ts';
import type { Card, Picture } from '../chat/card.ts';
import { FEWEST_SHOWN } from '../chat/fewest-shown.ts';
import { type Locale, translate } from '../i18n/i18n.ts';
import type { Clock } from '../time/clock.ts';
import { questionCard, type RoundView } from './cards/question.ts';
import { revealCard, stoppedCard } from './cards/reveal.ts';
import type { QuizCatalog } from './content/catalog.ts';
import type { Quizzes } from './quizzes.ts';
import { createResults } from './results/results.ts';
import { lastVotes } from './results/tally.ts';
import { createAccepting, tryable } from './session/accept.ts';
import { createAnswering } from './session/answer.ts';
import { createFinder, type Found } from './session/find-round.ts';
import { createAsking } from './session/lead.ts';
import type { Marker } from './session/mark.ts';
import type { Notes } from './session/notes.ts';
import type { Rounds } from './session/rounds.ts';
import { isLive, type QuizRepository, type Round, type Submission, voteOf } from './session/session.ts';
import type { Teller } from './session/tell.ts';

export interface QuizParts {
  readonly quizzes: QuizRepository;
  readonly rounds: Rounds;
  readonly catalog: QuizCatalog;
  readonly marker: Marker;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly theme: Theme;
  readonly teller: Teller;
  /** Keeps pseudonyms of one installation from being guessed. */
  readonly secret: () => string;
  /** What the most frequent answers of a class do to pictures; undefined if there is nothing to show. */
  readonly sheet: (
    round: Round,
    submissions: readonly Submission[],
    locale: Locale,
  ) => Promise<Picture | undefined>;
}

export interface QuizService extends Quizzes {
  /** The current card of a round. */
  card(round: number, locale: Locale): Promise<Card>;
}

export function createQuizService(parts: QuizParts): QuizService {
  const { quizzes, rounds, catalog } = parts;
  const finder = createFinder(quizzes);
  const view = (found: Found): RoundView => ({
    ...found,
    answered: quizzes.count(found.round.id, voteOf(found.round.phase)),
    left: isLive(found.round.phase) ? rounds.left(found.round) : undefined,
  });

  async function card(id: number, locale: Locale): Promise<Card> {
    const round = quizzes.round(id);
    if (!round) throw new Error(`round ${id} is gone`);
    const t = translate(locale);
    const found = view(finder.of(round));
    if (isLive(round.phase)) return questionCard(found, t);
    if (round.phase === 'stopped') return stoppedCard(found, t);
    const submissions = quizzes.submissions(id);
    const counted = lastVotes(submissions);
    return revealCard(
      {
        ...found,
        submissions,
        theme: parts.theme,
        sources: catalog.sourcesOf(round.item),
        sheet: counted.length < FEWEST_SHOWN ? undefined : await parts.sheet(round, counted, locale),
        note: catalog.isGone(found.session, round) ? t('quiz.history.gone') : undefined,
        tryable: tryable(round, counted),
      },
      t,
    );
  }

  return {
    card,
    list: catalog.list,
    create: catalog.create,
    ...createAsking({ ...parts, finder, view }),
    ...createAnswering({ ...parts, finder }),
    ...createAccepting({ ...parts, finder }),
    ...createResults({ ...parts, finder }),
  };
}
