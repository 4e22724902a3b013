/** Stub. */
export interface Learning {
  readonly box: number;
  readonly dueAt: number;
  readonly successes: number;
}
export const afterRound = (known: Learning | undefined, _share: number, _now: number): Learning | undefined =>
  known;
export const due = <L extends Learning>(all: readonly L[], now: number): L[] =>
  all.filter(({ dueAt }) => dueAt <= now);
export const nextDue = (all: readonly Learning[]): number | undefined => all[0]?.dueAt;
