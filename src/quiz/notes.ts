/** Notes what a class is still to learn: when a key is shown, and again where its teacher takes more answers as right. */
import type { Clock } from '../chat/clock.ts';
import { afterRound } from './review.ts';
import type { QuizRepository, Round, Session } from './session.ts';
import { HISTORY } from './shelf.ts';
import { lastVotes, tallyOf } from './tally.ts';

export interface Notes {
  /** A round is about to show its key. */
  revealed(session: Session, round: Round): void;
  /** Its answers were graded anew. Nothing changes where the class has gone on since, as later rounds count more. */
  regraded(session: Session, round: Round): void;
}

export function createNotes(quizzes: QuizRepository, clock: Clock): Notes {
  function note({ place, ...session }: Session, { id, item, position, knownBefore }: Round): void {
    const { answered, share } = tallyOf(item, lastVotes(quizzes.submissions(id)));
    const { quiz = session.quiz } = session.items[position] ?? {};
    if (answered === 0 || quiz === HISTORY) return;
    quizzes.setLearning(place, quiz, item.id, afterRound(knownBefore, share, clock.now()));
  }

  return {
    revealed(session, round) {
      const { quiz = session.quiz } = session.items[round.position] ?? {};
      const known = quizzes
        .learning(session.place)
        .find((one) => one.quiz === quiz && one.item === round.item.id);
      const knownBefore = known && { box: known.box, dueAt: known.dueAt, successes: known.successes };
      quizzes.setKnownBefore(round.id, knownBefore);
      note(session, { ...round, ...(knownBefore && { knownBefore }) });
    },
    regraded(session, round) {
      if (quizzes.latest(session.place)?.id === session.id) note(session, round);
    },
  };
}
