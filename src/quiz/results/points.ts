/** Everybody's points in a session. Pure. */
import type { Round, Submission } from '../session/session.ts';

/** A person's points in a session. */
export interface Score {
  readonly person: string;
  readonly name: string;
  readonly points: number;
}

/** Sorted by points. The last vote of each closed round counts. People who have deleted their data are left out. */
export function scoresOf(rounds: readonly Round[], given: readonly Submission[]): Score[] {
  const points = new Map(
    rounds.filter(({ phase }) => phase === 'revealed').map(({ id, item }) => [id, item.points] as const),
  );
  const best = new Map<string, Submission>();
  // Votes are in order: the last one stays.
  for (const one of given) if (points.has(one.round)) best.set(`${one.round} ${one.person}`, one);
  const scores = new Map<string, Score>();
  for (const { person, name, round, credit } of best.values()) {
    if (person === undefined) continue;
    const known = scores.get(person) ?? { person, name, points: 0 };
    scores.set(person, { ...known, points: known.points + credit * (points.get(round) ?? 0) });
  }
  return [...scores.values()].sort((a, b) => b.points - a.points);
}

export const mostPoints = (rounds: readonly Round[]): number =>
  rounds.filter(({ phase }) => phase === 'revealed').reduce((sum, { item }) => sum + item.points, 0);

/** Equal points, equal rank: 1, 2, 2, 4. */
export const rankOf = (scores: readonly Score[], points: number): number =>
  scores.filter((other) => other.points > points).length + 1;
