/** The grades that rules give. */
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import type { Grade, Rule, Text } from '../content/quiz.ts';

export const right = (rule: Rule): Grade => ({ outcome: 'right', credit: 1, rule });

/** Not an answer: the message `key` says why, and what to do. */
export const invalid = (rule: Rule, key: MessageKey, params: MessageParams = {}): Grade => ({
  outcome: 'invalid',
  credit: 0,
  rule,
  problem: { key, params },
});

/** Right, partly or wrong by its credit of 1. `why` is left out if the author says nothing. */
export function graded(rule: Rule, credit: number, why?: Text): Grade {
  const outcome = credit >= 1 ? 'right' : credit > 0 ? 'partly' : 'wrong';
  return { outcome, credit, rule, ...(why === undefined ? {} : { why }) };
}

/** A share of 1 as it is stored and added up: 0.3333. */
export const share = (value: number): number => Math.round(value * 1e4) / 1e4;
