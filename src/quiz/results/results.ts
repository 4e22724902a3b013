/** The results of a classroom's newest session: points, and all answers as a file. */
import { createHash } from 'node:crypto';
import type { CommandContext } from '../../chat/command.ts';
import { UserError } from '../../i18n/user-error.ts';
import { boardCard, scoreCard } from '../cards/results.ts';
import { blankNames } from '../content/quiz.ts';
import type { Quizzes } from '../quizzes.ts';
import { receiptOf } from '../session/answer.ts';
import type { Finder } from '../session/find-round.ts';
import type { QuizRepository, Round, Session } from '../session/session.ts';
import { type ExportRow, exportCard } from './export.ts';
import { mostPoints, scoresOf } from './points.ts';

export interface ScoringParts {
  readonly quizzes: QuizRepository;
  readonly finder: Finder;
  /** Keeps pseudonyms of one installation from being guessed. */
  readonly secret: () => string;
}

export function createResults({
  quizzes,
  finder,
  secret,
}: ScoringParts): Pick<Quizzes, 'scores' | 'board' | 'export'> {
  function latest({ classroom }: CommandContext): Session {
    const session = quizzes.latest(classroom);
    if (!session) throw new UserError('quiz.noneYet');
    return session;
  }
  function scored({ id }: Session) {
    const rounds = quizzes.rounds(id);
    return { scores: scoresOf(rounds, quizzes.given(id)), most: mostPoints(rounds) };
  }

  return {
    scores(ctx) {
      const session = latest(ctx);
      const { scores, most } = scored(session);
      const mine = scores.find(({ person }) => person === ctx.person.id);
      return { card: (t) => scoreCard(session, scores, mine, most, t, ctx.person.teacher) };
    },
    board(ctx, id) {
      const session = finder.session(ctx, id);
      const { scores, most } = scored(session);
      return { card: (t) => boardCard(session, scores, most, t) };
    },
    export(ctx, names) {
      const session = latest(ctx);
      const rounds = new Map(quizzes.rounds(session.id).map((round) => [round.id, round]));
      const key = secret();
      const rows = quizzes.given(session.id).flatMap((one): ExportRow[] => {
        const { item, position } = rounds.get(one.round) as Round;
        return blankNames(item).map((blank) => ({
          session: session.id,
          quiz: session.quiz,
          item_number: position + 1,
          item: item.id,
          blank,
          person: names ? one.name : pseudonym(key, session.classroom, one.person),
          vote: one.vote,
          answer: one.answers[blank] ?? '',
          outcome: one.grades[blank]?.outcome ?? '',
          rule: one.grades[blank]?.rule ?? '',
          credit: one.grades[blank]?.credit ?? 0,
          points: item.points,
          changes: one.changes,
          submitted_at: new Date(one.at).toISOString(),
          receipt: one.person === undefined ? '' : receiptOf(one.round, one.person, one),
        }));
      });
      return { card: (t) => exportCard(session, rows, names, t) };
    },
  };
}

/** The same for one person in one classroom, in every session; answers of people who have deleted their data belong to nobody. */
function pseudonym(secret: string, classroom: string, person: string | undefined): string {
  if (person === undefined) return 'forgotten';
  // With a space, as before: a person has the same pseudonym in files from before classrooms had ids.
  const of = classroom.replace(':', ' ');
  const digest = createHash('sha256').update(`${secret} ${of} ${person}`).digest('hex');
  return `p-${digest.slice(0, 8)}`;
}
