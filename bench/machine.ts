/** How fast this machine is at this moment: on a slower one, everything takes longer by the same factor. */
import { median, type Row, timed } from './table.ts';

/** A fixed amount of arithmetic. */
export async function measureMachine(when: string): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) times.push(await timed(() => calculate(2e7)));
  return { what: `calibration loop, ${when}`, value: median(times), unit: 'ms' };
}

function calculate(steps: number): number {
  let x = 1;
  for (let i = 0; i < steps; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
  return x;
}
