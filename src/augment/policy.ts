/** A policy: an ordered list of operations with parameters and probabilities, as text and as JSON. */
import { z } from 'zod';
import { nearest } from '../i18n/nearest.ts';
import { cut, plain } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { findOperation, operations } from './catalog.ts';
import type { Operation } from './operation.ts';
import type { Refusal, Written } from './parameters.ts';
import { type Next, type Scanner, scan } from './scan.ts';

export interface Step {
  readonly op: string;
  /** Every parameter of the op, resolved: equal policies are equal JSON. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly probability: number;
}
export type Policy = readonly Step[];

/** The longest policy text that is read, in characters. */
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
 * `@probability`. A value is a number, a range `low..high` or a word. Empty text and `none` are the empty policy.
 * Throws UserError with the position (characters from 1) and what to write instead.
 */
export function parsePolicy(text: string): Policy {
  if (text.length > MAX_POLICY_LENGTH)
    throw new UserError('policy.tooLong', { length: text.length, max: MAX_POLICY_LENGTH });
  const scanner = scan(plain(text));
  return scanner.done() || text.trim().toLowerCase() === NONE ? [] : readSteps(scanner);
}

/** What may stand behind this beginning of a policy; undefined where the beginning is wrong or ends within a word. */
export function nextInPolicy(beginning: string): Next | undefined {
  let next: Next | undefined;
  const scanner = scan(plain(beginning), (found) => {
    next ??= found;
  });
  try {
    readSteps(scanner);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return next;
}

function readSteps(scanner: Scanner): Step[] {
  const steps = [readStep(scanner)];
  while (!scanner.done()) {
    if (!scanner.take('+'))
      throw new UserError('policy.expectedPlus', { position: scanner.position(), found: scanner.rest() });
    steps.push(readStep(scanner));
  }
  return steps;
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

/** The op of a step that has been read or checked before. */
export function knownOperation(name: string): Operation {
  const operation = findOperation(name);
  if (!operation) throw new Error(`no operation is called ${name}`);
  return operation;
}

function readStep(scanner: Scanner): Step {
  scanner.here({ what: 'operation' });
  const position = scanner.position();
  const name = scanner.word();
  if (name === undefined)
    throw new UserError('policy.expectedOp', { position, known: operationNames.join(', ') });
  const operation = findOperation(name);
  if (!operation) throw unknownOperation(name, position);
  scanner.here({ what: 'behindOperation', operation });
  const parameters = readParameters(scanner, operation);
  scanner.here({ what: 'behindBrackets', operation });
  const probability = readProbability(scanner) ?? operation.probability;
  scanner.here({ what: 'behindProbability' });
  return { op: name, parameters, probability };
}

function readProbability(scanner: Scanner): number | undefined {
  if (!scanner.take('@')) return undefined;
  scanner.here({ what: 'probability' });
  const position = scanner.position();
  const value = scanner.number();
  if (value === undefined || value < 0 || value > 1)
    throw new UserError('policy.badProbability', { position });
  return value;
}

function readParameters(scanner: Scanner, operation: Operation): Record<string, unknown> {
  const op = operation.name;
  const names = Object.keys(operation.parameters);
  const given = new Map<string, unknown>();
  const opened = scanner.position();
  if (scanner.take('(') && !scanner.take(')')) {
    do {
      scanner.here({ what: 'argument', operation, given: [...given.keys()] });
      const position = scanner.position();
      if (names.length === 0) throw new UserError('policy.noParameters', { op, position });
      const { name, written } = readArgument(scanner, operation, names[given.size]);
      if (name === undefined)
        throw new UserError('policy.tooManyParameters', { op, position, known: names.join(', ') });
      const parameter = names.includes(name) ? operation.parameters[name] : undefined;
      if (!parameter) throw unknownParameter(op, position, name, names);
      if (given.has(name)) throw new UserError('policy.duplicateParameter', { op, position, name });
      if (!written)
        throw scanner.done()
          ? unclosed(op, opened)
          : new UserError('policy.expectedValue', {
              op,
              position: scanner.position(),
              name,
              found: scanner.rest(),
            });
      const read = parameter.read(written);
      if ('refusal' in read) throw refused(op, name, position, read.refusal);
      given.set(name, read.value);
      scanner.here({ what: 'behindArgument', operation, given: [...given.keys()] });
    } while (scanner.take(','));
    if (scanner.done()) throw unclosed(op, opened);
    if (!scanner.take(')'))
      throw new UserError('policy.expectedComma', {
        op,
        position: scanner.position(),
        found: scanner.rest(),
      });
  }
  return resolve(operation, given, opened);
}

/** `name=value` or a bare value, which belongs to the parameter at its place. */
function readArgument(
  scanner: Scanner,
  operation: Operation,
  nameByPlace: string | undefined,
): { name: string | undefined; written: Written | undefined } {
  const word = scanner.word();
  if (word === undefined) return { name: nameByPlace, written: readValue(scanner) };
  if (scanner.take('=')) {
    scanner.here({ what: 'value', operation, name: word });
    return { name: word, written: readValue(scanner) };
  }
  return { name: nameByPlace, written: { word } };
}

function readValue(scanner: Scanner): Written | undefined {
  const word = scanner.word();
  if (word !== undefined) return { word };
  const low = scanner.number();
  if (low === undefined) return undefined;
  if (!scanner.take('..')) return { low };
  const high = scanner.number();
  return high === undefined ? undefined : { low, high };
}

/** Every parameter's value, in the op's own order, so that equal steps are equal JSON. */
function resolve(
  operation: Operation,
  given: Map<string, unknown>,
  position: number,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(operation.parameters)) {
    const value = given.get(name) ?? (parameter.same ? values[parameter.same] : parameter.fallback);
    if (value === undefined)
      throw new UserError('policy.missingParameter', {
        op: operation.name,
        position,
        name,
        example: operation.example,
      });
    values[name] = value;
  }
  return values;
}

const unclosed = (op: string, position: number) => new UserError('policy.unclosed', { op, position });

function refused(op: string, name: string, position: number, refusal: Refusal): UserError {
  const { reason, ...details } = refusal;
  // As it has to be written in a policy: with a decimal point in every language.
  const written = Object.entries(details).map(([key, value]) => [key, String(value)]);
  return new UserError(`policy.${reason}`, { op, name, position, ...Object.fromEntries(written) });
}

function unknownParameter(op: string, position: number, typed: string, names: readonly string[]): UserError {
  const name = cut(typed);
  const known = names.join(', ');
  const suggestion = nearest(typed, names);
  return suggestion === undefined
    ? new UserError('policy.unknownParameter', { op, position, name, known })
    : new UserError('policy.misspeltParameter', { op, position, name, suggestion, known });
}

const operationNames = operations.map(({ name }) => name);

function unknownOperation(typed: string, position: number): UserError {
  const name = cut(typed);
  const known = operationNames.join(', ');
  const suggestion = nearest(typed, operationNames);
  return suggestion
    ? new UserError('policy.didYouMean', { name, position, suggestion, known })
    : new UserError('policy.unknownOp', { name, position, known });
}
