/**
 * The time of rounds: counts down while this process runs, and goes from phase to phase. Time that nobody could
 * use (no process was running) does not count.
 */
import type { Clock } from '../../time/clock.ts';
import { wait } from '../../time/wait.ts';
import { isLive, type Mode, type Phase, type QuizRepository, type Round } from './session.ts';

/** How often the remaining time is stored: a killed process gives back at most this much to the class. */
const TICK_MS = 1000;
/** How often the card updates the remaining time, if nothing else happens. */
const SHOW_MS = 5000;

export interface Rounds {
  /** Counts a round's time to its end. Rejects with the signal's reason when aborted; the remaining time is kept. */
  run(id: number, changed: () => void, signal: AbortSignal): Promise<void>;
  /** Remaining milliseconds of the phase; undefined if there is no limit. */
  left(round: Round): number | undefined;
  /** Call it when a round has changed: its card is redrawn. */
  touch(id: number): void;
  /** Goes to the next phase; false if somebody else just did. */
  advance(round: Round): boolean;
  /** Ends a round without a reveal. */
  stop(round: Round): boolean;
}

export interface RoundsParts {
  readonly quizzes: Pick<QuizRepository, 'round' | 'session' | 'setLeft' | 'setPhase'>;
  readonly clock: Clock;
  /** Called before a round shows its key. */
  readonly onReveal: (round: Round) => void;
}

export const nextPhase = (phase: Phase, mode: Mode): Phase => {
  if (mode === 'normal') return 'revealed';
  return ({ open: 'discuss', discuss: 'again' } as Partial<Record<Phase, Phase>>)[phase] ?? 'revealed';
};

export function createRounds({ quizzes, clock, onReveal }: RoundsParts): Rounds {
  /** Since when the time of a round has not been stored. */
  const since = new Map<number, number>();
  const wakers = new Map<number, () => void>();

  const left = (round: Round): number | undefined => {
    if (round.left === undefined) return undefined;
    // Whole milliseconds, as they are stored.
    return Math.max(0, Math.round(round.left - (clock.elapsed() - (since.get(round.id) ?? clock.elapsed()))));
  };

  function write(round: Round): void {
    const now = left(round);
    since.set(round.id, clock.elapsed());
    if (now !== undefined) quizzes.setLeft(round.id, now);
  }

  function setPhase(round: Round, to: Phase): boolean {
    const seconds = quizzes.session(round.session)?.seconds ?? 0;
    const limit = isLive(to) && seconds > 0 ? seconds * 1000 : undefined;
    if (!quizzes.setPhase(round.id, round.phase, to, limit)) return false;
    if (since.has(round.id)) since.set(round.id, clock.elapsed());
    touch(round.id);
    return true;
  }

  function advance(round: Round): boolean {
    const mode = quizzes.session(round.session)?.mode ?? 'normal';
    const to = nextPhase(round.phase, mode);
    // Before the phase changes: readers of the new phase find everything done.
    if (to === 'revealed') onReveal(round);
    return setPhase(round, to);
  }

  const touch = (id: number) => wakers.get(id)?.();

  return {
    left,
    touch,
    advance,
    stop: (round) => setPhase(round, 'stopped'),
    async run(id, changed, signal) {
      since.set(id, clock.elapsed());
      let shown = clock.elapsed();
      try {
        for (;;) {
          const round = quizzes.round(id);
          if (!round || !isLive(round.phase)) return;
          if (left(round) === 0) advance(round);
          else {
            const ms = Math.min(TICK_MS, left(round) ?? TICK_MS);
            const touched = await wait(clock, ms, signal, (wake) => wakers.set(id, wake));
            const now = quizzes.round(id);
            if (now && isLive(now.phase)) write(now);
            if (!touched && clock.elapsed() - shown < SHOW_MS) continue;
          }
          shown = clock.elapsed();
          changed();
        }
      } finally {
        const round = quizzes.round(id);
        if (round && isLive(round.phase)) write(round);
        since.delete(id);
        wakers.delete(id);
      }
    },
  };
}
