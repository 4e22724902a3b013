/** Notes what a class still has to learn: when a key is shown, and again if its teacher accepts more answers. */
import type { Clock } from '../../time/clock.ts';
import { HISTORY } from '../content/catalog.ts';
import { lastVotes, tallyOf } from '../results/tally.ts';
import { afterRound } from './review.ts';
import type { QuizRepository, Round, Session } from './session.ts';

export interface Notes {
  /** Call it before a round shows its key. */
  revealed(session: Session, round: Round): void;
  /** Call it after answers were graded again. Nothing changes if the class has asked the item since: later rounds count more. */
  regraded(session: Session, round: Round): void;
}

export function createNotes(quizzes: QuizRepository, clock: Clock): Notes {
  /** The quiz of an item: review sessions collect items from several quizzes. */
  const quizOf = ({ items, quiz }: Session, { position }: Round) => items[position]?.quiz ?? quiz;

  function note(session: Session, round: Round): void {
    const { answered, share } = tallyOf(round.item, lastVotes(quizzes.submissions(round.id)));
    const quiz = quizOf(session, round);
    // Questions about experiments are made from current experiments instead.
    if (answered === 0 || quiz === HISTORY) return;
    const learning = afterRound(round.knownBefore, share, clock.now());
    quizzes.setLearning(session.classroom, quiz, round.item.id, learning);
  }

  return {
    revealed(session, round) {
      const quiz = quizOf(session, round);
      const known = quizzes
        .learning(session.classroom)
        .find((one) => one.quiz === quiz && one.item === round.item.id);
      quizzes.setKnownBefore(round.id, known);
      note(session, { ...round, ...(known && { knownBefore: known }) });
    },
    regraded(session, round) {
      if (quizzes.latest(session.classroom)?.id === session.id) note(session, round);
    },
  };
}
