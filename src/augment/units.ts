/** Degrees and percentages in a policy: what Augie accepts, and what somebody meant who left out the sign. */
import type { Parameter, Refusal, Written } from './parameters.ts';

export type Unit = '°' | '%';

/** A typed number, with the sign after it. */
export interface Amount {
  readonly value: number;
  readonly unit?: Unit | undefined;
}

/** 0.1 for 10 percent, 0.125 for 45 degrees: without floating-point noise. */
const tidy = (value: number): number => Number(value.toFixed(5)) + 0;

/** How many units are 1; undefined for a parameter without such a unit. */
const unitsIn = ({ degrees, isShare }: Parameter<unknown>, unit: Unit): number | undefined =>
  unit === '°' ? degrees : isShare ? 100 : undefined;

/** The share that an amount means: 10% is 0.1; undefined for degrees. */
export const share = ({ value, unit }: Amount): number | undefined =>
  unit === undefined ? value : unit === '%' ? tidy(value / 100) : undefined;

/** The value in the parameter's own unit, or the sign that it does not accept. A sign after a range counts for both ends. */
export function inItsUnit(
  parameter: Parameter<unknown>,
  low: Amount,
  high: Amount | undefined,
): { readonly written: Written } | { readonly unit: Unit } {
  const signs = [low.unit ?? high?.unit, high?.unit];
  const wrong = signs.find((unit) => unit !== undefined && unitsIn(parameter, unit) === undefined);
  if (wrong !== undefined) return { unit: wrong };
  const read = (value: number, unit: Unit | undefined) =>
    unit === undefined ? value : tidy(value / unitsIn(parameter, unit)!);
  return {
    written: {
      low: read(low.value, signs[0]),
      ...(high && { high: read(high.value, signs[1]) }),
    },
  };
}

/** What numbers out of range mean, if they are in range as degrees or as a percentage. */
export function meantUnit(
  parameter: Parameter<unknown>,
  written: Written,
  refusal: Refusal,
): { readonly unit: Unit; readonly text: string } | undefined {
  if (refusal.reason !== 'outOfRange' || !('low' in written)) return undefined;
  const ends = written.high === undefined ? [written.low] : [written.low, written.high];
  for (const unit of ['°', '%'] as const) {
    const units = unitsIn(parameter, unit);
    if (units === undefined) continue;
    const values = ends.map((end) => tidy(end / units));
    if (values.every((value) => value >= refusal.min && value <= refusal.max))
      return { unit, text: values.join('..') };
  }
  return undefined;
}
