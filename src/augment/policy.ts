/** A policy: an ordered list of operations with parameters and probabilities. */
export interface Step {
  readonly op: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly probability: number;
}
export type Policy = readonly Step[];
