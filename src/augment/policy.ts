/** A policy: an ordered list of operations with parameters and probabilities, as text and as JSON. */
import { z } from 'zod';
import { plain } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { findOperation, operations } from './catalog.ts';
import { mended, PolicyMistake } from './mistake.ts';
import type { Operation } from './operation.ts';
import { readParameters, unknownOperation } from './read-step.ts';
import { type Next, type Scanner, scan } from './scan.ts';
import { share } from './units.ts';

export interface Step {
  readonly op: string;
  /** Every parameter of the op, resolved: equal policies are equal JSON. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly probability: number;
}
export type Policy = readonly Step[];

/** The longest allowed policy text, in characters. */
export const MAX_POLICY_LENGTH = 500;

/** How the empty policy is written. */
const NONE = 'none';

/** Checks a policy that comes from JSON (database, another process). */
export const policySchema: z.ZodType<Policy> = z.array(z.union(operations.map(stepSchema)));

function stepSchema(operation: Operation) {
  const parameters = Object.entries(operation.parameters).map(
    ([name, { schema }]) => [name, schema] as const,
  );
  return z.strictObject({
    op: z.literal(operation.name),
    parameters: z.strictObject(Object.fromEntries(parameters)),
    probability: z.number().min(0).max(1),
  });
}

/**
 * Reads a policy: steps joined by `+`, each `name`, `name(value)` or `name(value, parameter=value)`, then perhaps
 * `@probability`. A value is a number, a range `low..high` or a word; 45° and 10% are allowed. Empty text and `none` are the empty policy.
 * Throws UserError with the position (characters from 1) and what to write instead; `meant` is the whole corrected policy.
 */
export function parsePolicy(text: string): Policy {
  if (text.length > MAX_POLICY_LENGTH)
    throw new UserError('policy.tooLong', { length: text.length, max: MAX_POLICY_LENGTH });
  const typed = plain(text);
  const read = tryToRead(typed);
  if (!(read instanceof PolicyMistake)) return read;
  const fixed = mended(typed, read, (text) => {
    const again = tryToRead(text);
    return again instanceof PolicyMistake ? again : undefined;
  });
  const right = fixed === undefined ? undefined : tryToRead(fixed);
  const value = Array.isArray(right) ? formatPolicy(right) : '';
  const isShort = value !== '' && value.length <= MAX_POLICY_LENGTH;
  throw new UserError(read.key, read.params, undefined, isShort ? { value } : undefined);
}

function tryToRead(typed: string): Policy | PolicyMistake {
  const scanner = scan(typed);
  try {
    return scanner.done() || typed.trim().toLowerCase() === NONE ? [] : readSteps(scanner, typed);
  } catch (error) {
    if (error instanceof PolicyMistake) return error;
    throw error;
  }
}

/** What may follow this beginning of a policy; undefined if the beginning is wrong or ends within a word. */
export function nextInPolicy(beginning: string): Next | undefined {
  let next: Next | undefined;
  const typed = plain(beginning);
  const scanner = scan(typed, (found) => {
    next ??= found;
  });
  try {
    readSteps(scanner, typed);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return next;
}

function readSteps(scanner: Scanner, text: string): Step[] {
  const steps = [readStep(scanner, text)];
  while (!scanner.done()) {
    if (!scanner.take('+')) throw expectedPlus(scanner);
    steps.push(readStep(scanner, text));
  }
  return steps;
}

function expectedPlus(scanner: Scanner): PolicyMistake {
  const [from, found] = [scanner.at(), scanner.rest()];
  // A comma or an arrow joins steps elsewhere; before a word, only the plus is missing.
  const joint = /^(?:[,;|&>/]+|and|und)$/i.test(found);
  const edit = joint ? { from, to: from + found.length, text: '+' } : { from, to: from, text: '+ ' };
  return new PolicyMistake(
    'policy.expectedPlus',
    { position: from + 1, found },
    joint || /^[a-z]/i.test(found) ? edit : undefined,
  );
}

/** The canonical text of a policy: defaults left out, first parameter bare. parsePolicy reads it back unchanged. */
export const formatPolicy = (policy: Policy): string => policy.map(formatStep).join(' + ') || NONE;

function formatStep(step: Step): string {
  const operation = knownOperation(step.op);
  const written = Object.entries(operation.parameters).flatMap(([name, parameter], index) => {
    const value = step.parameters[name];
    const implied = parameter.same ? step.parameters[parameter.same] : parameter.fallback;
    if (JSON.stringify(value) === JSON.stringify(implied)) return [];
    return index === 0 ? [parameter.write(value)] : [`${name}=${parameter.write(value)}`];
  });
  const brackets = written.length ? `(${written.join(', ')})` : '';
  const probability = step.probability === operation.probability ? '' : `@${step.probability}`;
  return `${step.op}${brackets}${probability}`;
}

/** The op of a step that was parsed or checked before. */
export function knownOperation(name: string): Operation {
  const operation = findOperation(name);
  if (!operation) throw new Error(`no operation is called ${name}`);
  return operation;
}

function readStep(scanner: Scanner, text: string): Step {
  scanner.here({ what: 'operation' });
  const from = scanner.at();
  const name = scanner.word();
  if (name === undefined) {
    const known = operations.map((one) => one.name).join(', ');
    throw new PolicyMistake('policy.expectedOp', { position: from + 1, known });
  }
  const operation = findOperation(name);
  if (!operation) throw unknownOperation(name, text, from);
  scanner.here({ what: 'behindOperation', operation });
  const parameters = readParameters(scanner, operation, text, from);
  scanner.here({ what: 'behindBrackets', operation });
  const probability = readProbability(scanner) ?? operation.probability;
  scanner.here({ what: 'behindProbability' });
  return { op: name, parameters, probability };
}

function readProbability(scanner: Scanner): number | undefined {
  if (!scanner.take('@')) return undefined;
  scanner.here({ what: 'probability' });
  const from = scanner.at();
  const amount = scanner.amount();
  const value = amount && share(amount);
  if (value !== undefined && value >= 0 && value <= 1) return value;
  const params = { position: from + 1 };
  if (!amount || amount.unit !== undefined || amount.value < 0 || amount.value > 100)
    throw new PolicyMistake('policy.badProbability', params);
  const text = String(share({ ...amount, unit: '%' }));
  throw new PolicyMistake(
    'policy.percentProbability',
    { ...params, given: String(amount.value), suggestion: `@${text}` },
    { from, to: scanner.end(), text },
  );
}
