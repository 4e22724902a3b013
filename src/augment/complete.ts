/** Suggests what can come at the cursor while somebody types a policy. Pure; it uses the grammar of policy.ts. */
import type { MessageKey, Translate } from '../i18n/i18n.ts';
import { plain } from '../i18n/typed.ts';
import { operations } from './catalog.ts';
import { type Operation, signature } from './operation.ts';
import type { Parameter } from './parameters.ts';
import { MAX_POLICY_LENGTH, nextInPolicy } from './policy.ts';
import type { Next } from './scan.ts';

/** A whole policy to begin with, and why. */
export interface Example {
  readonly policy: string;
  readonly why: string;
}

interface Piece {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
}

export interface PolicyCompletion {
  /** What the suggestions replace, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Piece[];
  readonly hint?: string;
}

/** A new step needs at least this much of the maximum length, in characters. */
const ROOM = 40;

/** Suggests what can come at the cursor (UTF-16 units). If nothing is typed yet, these examples come first. */
export function completePolicy(
  text: string,
  cursor: number,
  examples: readonly Example[],
  t: Translate,
): PolicyCompletion {
  const written = plain(text);
  if (written.trim() === '') return { from: 0, to: text.length, suggestions: beginnings(examples, t) };
  const typed = written.slice(0, cursor);
  const word = /(?<![\w.])[a-z]\w*$/i.exec(typed)?.[0].toLowerCase() ?? '';
  const head = typed.slice(0, typed.length - word.length);
  const [rest = ''] = /^\w*/.exec(written.slice(cursor)) ?? [];
  const after = written.slice(cursor + rest.length);
  const exact = nextInPolicy(head);
  const behind = word === '' ? exact : nextInPolicy(typed);
  // After the beginning of a number (`rotate(-`), the hint for the whole number stays.
  const shown = behind ?? exact ?? nextInPolicy(head.replace(/[-.\d]+$/, ''));

  const continued = (exact ? continuations(exact, after, t) : []).filter(
    ({ insert }) => insert !== word && insert.split('=').some((part) => part.startsWith(word)),
  );
  // The text after the cursor stays, so a suggestion must not run into it.
  const ended = rest + after.trim() === '';
  const appended = ended ? joints(behind, /\s$/.test(typed), t) : [];
  const fits = ({ insert }: Piece) =>
    insert === ')' || head.length + insert.length + after.length <= MAX_POLICY_LENGTH - ROOM;
  return {
    from: head.length,
    to: cursor + rest.length,
    suggestions: [
      ...continued.filter(fits),
      ...appended
        .filter(fits)
        .map((piece) => ({ ...piece, insert: typed.slice(head.length) + piece.insert })),
    ],
    ...hintOf(shown, t),
  };
}

const about = ({ name }: Operation, t: Translate): string => t(`op.${name}.about` as MessageKey);

/** Whole policies, then every operation with its usual values. */
const beginnings = (examples: readonly Example[], t: Translate): Piece[] => [
  ...examples.map(({ policy, why }) => ({ label: policy, detail: why, insert: policy })),
  ...operations.map((operation) => {
    const { example } = operation;
    return { label: example, detail: about(operation, t), insert: example };
  }),
];

/** What may replace the word at the cursor. */
function continuations(next: Next, after: string, t: Translate): Piece[] {
  switch (next.what) {
    case 'operation':
      return operations.map((operation) => {
        const bare = /^\s*[(@]/.test(after) || required(operation).length === 0;
        const step = bare ? operation.name : operation.example;
        return { label: step, detail: about(operation, t), insert: step };
      });
    case 'argument': {
      const { operation, given } = next;
      const all = Object.entries(operation.parameters);
      const byPlace = all[given.length]?.[0];
      return all
        .filter(([name]) => !given.includes(name))
        .flatMap(([name, parameter]) =>
          /^\s*=/.test(after) ? [name] : written(name, parameter, name === byPlace),
        )
        .map((insert) => ({ label: insert, detail: signature(operation), insert }));
    }
    case 'value': {
      const { operation, name } = next;
      const words = new Map(Object.entries(operation.parameters)).get(name)?.words ?? [];
      return words.map((insert) => ({ label: insert, detail: signature(operation), insert }));
    }
    default:
      return [];
  }
}

/** `factor=`, or every word that it may be: `fill=reflect`. */
function written(name: string, { words }: Parameter<unknown>, byPlace: boolean): string[] {
  return words ? words.map((word) => (byPlace ? word : `${name}=${word}`)) : [`${name}=`];
}

/** What may follow something complete: a bracket, a comma, a probability, another step. */
function joints(next: Next | undefined, spaced: boolean, t: Translate): Piece[] {
  const plus: Piece = { label: '+', detail: t('assist.plus'), insert: spaced ? '+ ' : ' + ' };
  const often: Piece = { label: '@0.5', detail: t('assist.often'), insert: '@0.5' };
  switch (next?.what) {
    case 'behindOperation': {
      const { operation } = next;
      const strength: Piece = { label: '(', detail: signature(operation), insert: '(' };
      return [
        ...(required(operation).length === 0 ? [plus, often] : []),
        ...(Object.keys(operation.parameters).length > 0 ? [strength] : []),
      ];
    }
    case 'behindBrackets':
      return [plus, often];
    case 'behindProbability':
      return [plus];
    case 'behindArgument': {
      const { operation, given } = next;
      const more: Piece = { label: ',', detail: signature(operation), insert: ', ' };
      return [
        ...(required(operation).every((name) => given.includes(name))
          ? [{ label: ')', detail: t('assist.close'), insert: ')' }]
          : []),
        ...(given.length < Object.keys(operation.parameters).length ? [more] : []),
      ];
    }
    default:
      return [];
  }
}

/** The parameters that must be written. */
const required = ({ parameters }: Operation): string[] =>
  Object.entries(parameters)
    .filter(([, { same, fallback }]) => same === undefined && fallback === undefined)
    .map(([name]) => name);

function hintOf(next: Next | undefined, t: Translate): { hint?: string } {
  if (next?.what === 'probability') return { hint: t('assist.probability') };
  return next && 'operation' in next ? { hint: signature(next.operation) } : {};
}
