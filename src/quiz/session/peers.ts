/** Who discusses with whom: people whose answers differ (Mazur 1997; Runestone pairs so, too). Pure. */

import { sameAnswer } from '../results/tally.ts';
import type { Submission } from './session.ts';

/** For each person, by id, the names of those to talk to. Nobody is alone unless there is only one person. */
export function partners(submissions: readonly Submission[]): ReadonlyMap<string, readonly string[]> {
  const piles = new Map<string, Submission[]>();
  for (const one of submissions) {
    if (one.person === undefined) continue;
    const said = Object.entries(one.answers).map(([blank, answer]) => `${blank}=${sameAnswer(answer)}`);
    const pile = said.sort().join('\n');
    piles.set(pile, [...(piles.get(pile) ?? []), one]);
  }
  const groups: Submission[][] = [];
  for (;;) {
    // Pairs one person from each of the two largest groups, so that few people meet others with their answer.
    const [first, second] = [...piles.values()]
      .filter((pile) => pile.length > 0)
      .sort((a, b) => b.length - a.length);
    if (!first) break;
    const [one, other] = [first.shift(), (second ?? first).shift()];
    if (one && other) groups.push([one, other]);
    else if (one) groups.length > 0 ? groups[0]?.push(one) : groups.push([one]);
  }
  return new Map(
    groups.flatMap((group) =>
      group.map(
        (one) =>
          [one.person as string, group.filter((other) => other !== one).map(({ name }) => name)] as const,
      ),
    ),
  );
}
