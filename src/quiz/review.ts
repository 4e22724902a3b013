/** Stub, replaced when the schedule is merged. */
export interface Learning {
  readonly box: number;
  readonly dueAt: number;
  readonly successes: number;
}
