/** Small checks that rules of blocks are made of. Each finds flaws in a value and words them as Slack does. */
import type { Json } from './types.ts';

export interface Flaw {
  /** A JSON pointer: `/blocks/0/text/text`. */
  readonly at: string;
  readonly what: string;
}

export type Rule = (value: Json, at: string) => readonly Flaw[];

export const flaw = (at: string, what: string): readonly Flaw[] => [{ at, what }];

/** As the messages of `response_metadata` have it. */
export const worded = ({ at, what }: Flaw): string => `[ERROR] ${what} [json-pointer:${at}]`;

/** `most` and `least`: characters. */
export const string =
  (most: number, least = 1): Rule =>
  (value, at) => {
    if (typeof value !== 'string') return flaw(at, 'must be a string');
    if (value.length > most) return flaw(at, `must be less than ${most + 1} characters`);
    return value.length < least ? flaw(at, `must be more than ${least - 1} characters`) : [];
  };

export const matching =
  (pattern: RegExp, what: string): Rule =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : flaw(at, what);

export const boolean: Rule = (value, at) => (typeof value === 'boolean' ? [] : flaw(at, 'must be a boolean'));

export const whole =
  (least: number, most: number): Rule =>
  (value, at) =>
    Number.isInteger(value) && value >= least && value <= most
      ? []
      : flaw(at, `must be an integer from ${least} to ${most}`);

export const oneOf =
  (...values: readonly Json[]): Rule =>
  (value, at) =>
    values.includes(value) ? [] : flaw(at, `must be one of ${values.join(', ')}`);

export const list =
  (rule: Rule, most: number, least = 1): Rule =>
  (value, at) => {
    if (!Array.isArray(value)) return flaw(at, 'must be an array');
    if (value.length > most) return flaw(at, `no more than ${most} items allowed`);
    if (value.length < least) return flaw(at, `no fewer than ${least} items allowed`);
    return value.flatMap((one, i) => rule(one, `${at}/${i}`));
  };

/** Fields whose name ends in `?` may be missing. Any other field is unknown, and refused. */
export const object =
  (fields: Readonly<Record<string, Rule>>): Rule =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return flaw(at, 'must be an object');
    const names = Object.keys(fields).map((name) => name.replace('?', ''));
    return [
      ...Object.keys(value)
        .filter((name) => !names.includes(name))
        .flatMap((name) => flaw(`${at}/${name}`, `unknown field "${name}"`)),
      ...Object.entries(fields).flatMap(([key, rule]) => {
        const name = key.replace('?', '');
        if (name in value) return rule(value[name], `${at}/${name}`);
        return key === name ? flaw(at, `missing required field: ${name}`) : [];
      }),
    ];
  };

/** Objects of several types, told apart by their `type`. */
export const byType =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value, at) => {
    const rule = Object.hasOwn(rules, value?.type) ? rules[value.type] : undefined;
    return rule ? rule(value, at) : flaw(`${at}/type`, `unsupported type: ${value?.type}`);
  };

export const both =
  (...rules: readonly Rule[]): Rule =>
  (value, at) =>
    rules.flatMap((rule) => rule(value, at));
