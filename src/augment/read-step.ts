/** Reads the brackets of a policy's step, and says how to correct mistakes. */
import { nearest } from '../i18n/nearest.ts';
import { cut } from '../i18n/typed.ts';
import { operations } from './catalog.ts';
import { inOurWords, withTheirArguments } from './foreign.ts';
import { type Edit, PolicyMistake } from './mistake.ts';
import type { Operation } from './operation.ts';
import type { Parameter } from './parameters.ts';
import type { Scanner } from './scan.ts';
import { type Amount, inItsUnit, meantUnit } from './units.ts';

/** A typed value: its numbers may have units, which the parameter knows. */
type Value = { readonly word: string } | { readonly low: Amount; readonly high?: Amount };

interface Argument {
  readonly name: string | undefined;
  readonly value: Value | undefined;
  /** Where the name begins and ends, if there is one, and the value. */
  readonly named: readonly [from: number, to: number] | undefined;
  readonly from: number;
}

/** `from`: where the step begins in the text. */
export function readParameters(
  scanner: Scanner,
  operation: Operation,
  text: string,
  from: number,
): Record<string, unknown> {
  const op = operation.name;
  const names = Object.keys(operation.parameters);
  const given = new Map<string, unknown>();
  const opened = scanner.at();
  /** The value before, if it is one number without a name. */
  let before: { from: number; low: string } | undefined;
  if (scanner.take('(') && !scanner.take(')')) {
    do {
      scanner.here({ what: 'argument', operation, given: [...given.keys()] });
      const at = scanner.at();
      const position = at + 1;
      if (names.length === 0)
        throw new PolicyMistake('policy.noParameters', { op, position }, withTheirArguments(text, from));
      const argument = readArgument(scanner, operation, names[given.size]);
      const { name, value } = argument;
      if (name === undefined)
        throw new PolicyMistake(
          'policy.tooManyParameters',
          { op, position, known: names.join(', ') },
          withTheirArguments(text, from),
        );
      const parameter = names.includes(name) ? operation.parameters[name] : undefined;
      if (!parameter) throw unknownParameter(op, argument, names, withTheirArguments(text, from));
      if (given.has(name)) throw new PolicyMistake('policy.duplicateParameter', { op, position, name });
      if (!value) throw scanner.done() ? unclosed(op, opened, text) : expectedValue(scanner, op, name);
      if (before && parameter.words && 'low' in value && !argument.named) {
        const range = `${before.low}..${value.low.value}`;
        throw writeDots(op, names[0]!, { from: before.from, to: scanner.end(), text: range });
      }
      const span = { position, from: argument.from, to: scanner.end() };
      given.set(name, readValueOf(operation, name, parameter, value, span));
      before =
        given.size === 1 && !argument.named && 'low' in value && !value.high
          ? { from: at, low: text.slice(at, scanner.end()) }
          : undefined;
      scanner.here({ what: 'behindArgument', operation, given: [...given.keys()] });
    } while (scanner.take(','));
    if (scanner.done()) throw unclosed(op, opened, text);
    if (!scanner.take(')')) throw expectedComma(scanner, op);
  }
  return resolve(operation, given, { from, opened, to: scanner.end() });
}

/** `name=value` or a bare value, which belongs to the parameter at its place. */
function readArgument(scanner: Scanner, operation: Operation, nameByPlace: string | undefined): Argument {
  const from = scanner.at();
  const read = (name: string | undefined) => readValue(scanner, operation.name, name ?? '');
  const word = scanner.word();
  if (word === undefined) return { name: nameByPlace, value: read(nameByPlace), named: undefined, from };
  const to = scanner.end();
  if (!scanner.take('=')) return { name: nameByPlace, value: { word }, named: undefined, from };
  scanner.here({ what: 'value', operation, name: word });
  const valueFrom = scanner.at();
  // The name is checked first: the value of an unknown parameter does not matter.
  const value = Object.hasOwn(operation.parameters, word) ? read(word) : undefined;
  return { name: word, value, named: [from, to], from: valueFrom };
}

function readValue(scanner: Scanner, op: string, name: string): Value | undefined {
  const word = scanner.word();
  if (word !== undefined) return { word };
  const from = scanner.at();
  const pair = scanner.pair();
  if (pair !== undefined) throw writeDots(op, name, { from, to: scanner.end(), text: pair });
  const low = scanner.amount();
  if (low === undefined) return undefined;
  if (scanner.otherDots() !== undefined) {
    const text = `${low.value}..${scanner.number()}`;
    throw writeDots(op, name, { from, to: scanner.end(), text });
  }
  if (!scanner.take('..')) return { low };
  const high = scanner.amount();
  return high === undefined ? undefined : { low, high };
}

function readValueOf(
  { name: op, parameters }: Operation,
  name: string,
  parameter: Parameter<unknown>,
  value: Value,
  { position, from, to }: { readonly position: number; readonly from: number; readonly to: number },
): unknown {
  const inUnit = 'low' in value ? inItsUnit(parameter, value.low, value.high) : { written: value };
  if ('unit' in inUnit)
    throw new PolicyMistake(parameter.words ? 'policy.notAWord' : 'policy.otherUnit', {
      ...{ op, name, position, unit: inUnit.unit },
      known: parameter.words?.join(', ') ?? parameter.allowed,
    });
  const read = parameter.read(inUnit.written);
  if (!('refusal' in read)) return read.value;
  const { reason, ...details } = read.refusal;
  // In policy notation: with a decimal point in every language.
  const written = Object.entries(details).map(([key, one]) => [key, String(one)]);
  const params = { op, name, position, ...Object.fromEntries(written) };
  const meant = meantUnit(parameter, inUnit.written, read.refusal);
  if (!meant) {
    const edit = read.refusal.reason === 'misspeltWord' ? { from, to, text: read.refusal.meant } : undefined;
    throw new PolicyMistake(`policy.${reason}`, params, edit);
  }
  const isFirst = Object.keys(parameters)[0] === name;
  throw new PolicyMistake(
    meant.unit === '°' ? 'policy.meantDegrees' : 'policy.meantPercent',
    {
      ...params,
      given: rangeText(value),
      suggestion: isFirst ? `${op}(${meant.text})` : `${op}(${name}=${meant.text})`,
    },
    { from, to, text: meant.text },
  );
}

const rangeText = (value: Value): string =>
  'word' in value
    ? value.word
    : [value.low, value.high].flatMap((end) => (end ? [String(end.value)] : [])).join('..');

/** Every parameter's value, in the op's own order, so that equal steps are equal JSON. */
function resolve(
  { name: op, parameters, example }: Operation,
  given: Map<string, unknown>,
  { from, opened, to }: { readonly from: number; readonly opened: number; readonly to: number },
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = given.get(name) ?? (parameter.same ? values[parameter.same] : parameter.fallback);
    if (value === undefined)
      throw new PolicyMistake(
        'policy.missingParameter',
        { op, position: opened + 1, name, example },
        given.size === 0 ? { from, to, text: example } : undefined,
      );
    values[name] = value;
  }
  return values;
}

const unclosed = (op: string, opened: number, { length }: string): PolicyMistake =>
  new PolicyMistake('policy.unclosed', { op, position: opened + 1 }, { from: length, to: length, text: ')' });

function expectedComma(scanner: Scanner, op: string): PolicyMistake {
  const [from, found] = [scanner.at(), scanner.rest()];
  const edit = /^[+@]/.test(found) ? { from, to: from, text: ')' } : undefined;
  return new PolicyMistake('policy.expectedComma', { op, position: from + 1, found }, edit);
}

const expectedValue = (scanner: Scanner, op: string, name: string): PolicyMistake =>
  new PolicyMistake('policy.expectedValue', {
    op,
    position: scanner.position(),
    name,
    found: scanner.rest(),
  });

/** The mistake in a range that is not written with two dots. */
const writeDots = (op: string, name: string, edit: Edit): PolicyMistake =>
  new PolicyMistake('policy.writeDots', { op, name, position: edit.from + 1, suggestion: edit.text }, edit);

function unknownParameter(
  op: string,
  { name: typed = '', named }: Argument,
  names: readonly string[],
  edit: Edit | undefined,
): PolicyMistake {
  const [from, to] = named ?? [0, 0];
  const params = { op, position: from + 1, name: cut(typed), known: names.join(', ') };
  const suggestion = nearest(typed, names);
  return suggestion === undefined
    ? new PolicyMistake('policy.unknownParameter', params, edit)
    : new PolicyMistake(
        'policy.misspeltParameter',
        { ...params, suggestion },
        { from, to, text: suggestion },
      );
}

/** The mistake in an unknown operation: another library's, a misspelt one, or none at all. */
export function unknownOperation(typed: string, text: string, from: number): PolicyMistake {
  const position = from + 1;
  const ours = inOurWords(text, from);
  if (ours) {
    const { step, exact, to, typed: theirs } = ours;
    const params = { position, name: theirs, suggestion: step };
    return new PolicyMistake(exact ? 'policy.foreign' : 'policy.similar', params, { from, to, text: step });
  }
  const names = operations.map(({ name }) => name);
  const params = { position, name: cut(typed), known: names.join(', ') };
  const suggestion = nearest(typed, names);
  return suggestion === undefined
    ? new PolicyMistake('policy.unknownOp', params)
    : new PolicyMistake(
        'policy.didYouMean',
        { ...params, suggestion },
        { from, to: from + typed.length, text: suggestion },
      );
}
