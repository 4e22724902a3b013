/** Finds the round that somebody means, in their classroom. */
import type { CommandContext, Reply } from '../../chat/command.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { QuizRepository, Round, Session } from './session.ts';

export interface Found {
  readonly session: Session;
  readonly round: Round;
}

export interface Finder {
  of(round: Round): Found;
  /** By the id of a button. Throws a UserError. */
  round(ctx: CommandContext, id: string): Found;
  /** The newest one of the running session here. Throws a UserError. */
  current(ctx: CommandContext): Found;
  /** By the id of a button. Throws a UserError. */
  session(ctx: CommandContext, id: string): Session;
  /** For a shell to wait for, because the round's card is redrawn. */
  follow(round: Round): Pick<Reply, 'follow'>;
}

export function createFinder(quizzes: QuizRepository): Finder {
  function sessionOf(round: Round): Session {
    const session = quizzes.session(round.session);
    if (!session) throw new Error(`round ${round.id} has no session`);
    return session;
  }
  const numbered = <T>(id: string, get: (id: number) => T | undefined) =>
    /^\d{1,15}$/.test(id) ? get(Number(id)) : undefined;
  function here({ classroom }: CommandContext, session: Session | undefined): Session {
    if (session?.classroom !== classroom) throw new UserError('quiz.gone');
    return session;
  }

  return {
    of: (round) => ({ session: sessionOf(round), round }),
    round(ctx, id) {
      const round = numbered(id, quizzes.round);
      if (!round) throw new UserError('quiz.gone');
      return { session: here(ctx, sessionOf(round)), round };
    },
    current({ classroom }) {
      const session = quizzes.current(classroom);
      const round = session && quizzes.rounds(session.id).at(-1);
      if (!session || !round) throw new UserError('quiz.noneGoingOn');
      return { session, round };
    },
    session: (ctx, id) => here(ctx, numbered(id, quizzes.session)),
    follow(round) {
      const job = quizzes.jobOf(round.id)?.job;
      return job === undefined ? {} : { follow: job };
    },
  };
}
