/** Checks a quiz that somebody wrote: each mistake is reported with its line, and with what to write instead. */
import { isMap, isNode, isScalar, Lexer, LineCounter, type Node, Parser, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import { nearest } from '../../i18n/nearest.ts';
import { cut, visible } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { checkKeys } from '../grade/check.ts';
import { BLANK, type Item, MOST_BLANKS, type Quiz, quizSchema } from './quiz.ts';

/** A mistake and its line. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly key: MessageKey;
  readonly params: MessageParams;
}

export type Checked = { readonly quiz: Quiz } | { readonly problems: readonly Problem[] };

/** Characters of a quiz. */
export const LONGEST_QUIZ = 100_000;
/** A quiz needs 14. Much deeper ones would exhaust the stack in a regular expression of the YAML parser, which ends the process. */
const DEEPEST = 40;

type Path = readonly PropertyKey[];

/** `isReference` says whether a key names a source. */
export function checkQuiz(source: string, isReference: (key: string) => boolean): Checked {
  if (source.length > LONGEST_QUIZ)
    return { problems: [{ line: 1, key: 'quiz.author.tooLong', params: { max: LONGEST_QUIZ } }] };
  const tooDeep = lineOfTooDeep(source);
  if (tooDeep !== undefined) return { problems: [{ line: tooDeep, key: 'quiz.author.tooDeep', params: {} }] };
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    merge: false,
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        key: 'quiz.author.syntax',
        params: { reason: cut(message.split('\n')[0] ?? '', 120) },
      })),
    };
  // One alias could expand to more than the memory.
  const aliases: Node[] = [];
  visit(document, { Alias: (_, node) => void aliases.push(node) });
  if (aliases.length > 0)
    return {
      problems: aliases.map(({ range }) => ({
        line: lineAt(range?.[0] ?? 0),
        key: 'quiz.author.alias',
        params: {},
      })),
    };

  /** The line of a field, or of the nearest one above it if it is missing. */
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length--) {
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
      const name = path[length - 1];
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
        : undefined;
      const node = isScalar(pair?.key) ? pair.key : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  const parsed = quizSchema.safeParse(shown(document.toJS()));
  if (!parsed.success)
    return {
      problems: parsed.error.issues.flatMap((issue) =>
        explain(issue, lineOf, (path) => document.hasIn(path)),
      ),
    };
  const problems = parsed.data.items.flatMap((item, i, all) =>
    checkItem(item, all.slice(0, i), isReference).map(({ path, ...problem }) => ({
      line: lineOf(['items', i, ...path]),
      ...problem,
    })),
  );
  return problems.length > 0 ? { problems } : { quiz: parsed.data };
}

/** The line where nested brackets and lists become too deep. */
function lineOfTooDeep(source: string): number | undefined {
  const parser = new Parser();
  let line = 1;
  for (const token of new Lexer().lex(source)) {
    for (const _ of parser.next(token));
    if (parser.stack.length > DEEPEST) return line;
    line += token.split('\n').length - 1;
  }
  return undefined;
}

/** Without control and other invisible characters: they come with pasted texts, or attack somebody's terminal. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return visible(value.replace(/\r\n?/g, '\n'));
  if (Array.isArray(value)) return value.map(shown);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shown(part)]));
}

/** A zod issue in words; of several kinds of items, only the issues of the intended kind. */
function explain(
  issue: z.core.$ZodIssue,
  lineOf: (path: Path) => number,
  has: (path: Path) => boolean,
): Problem[] {
  const at = (path: Path, key: MessageKey, params: MessageParams = {}): Problem => ({
    line: lineOf(path),
    key,
    params: { field: path.filter((part) => typeof part === 'string').at(-1) ?? 'items', ...params },
  });
  const { path } = issue;
  if (path.length > 0 && !has(path)) return [at(path, 'quiz.author.missing')];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((typed) => {
        const meant = nearest(typed, FIELDS);
        return at(
          [...path, typed],
          meant === undefined ? 'quiz.author.unknownField' : 'quiz.author.misspeltField',
          { field: cut(typed), meant: meant ?? '' },
        );
      });
    case 'invalid_type':
      return [at(path, 'quiz.author.type', { expected: issue.expected })];
    case 'invalid_union': {
      if ('discriminator' in issue) return [at(path, 'quiz.author.kind', { kinds: KINDS.join(', ') })];
      return [at(path, 'quiz.author.text')];
    }
    case 'too_small':
      return [at(path, 'quiz.author.tooFew', { count: Number(issue.minimum) })];
    case 'too_big':
      if (issue.origin === 'string')
        return [at(path, 'quiz.author.longText', { max: Number(issue.maximum) })];
      return [at(path, 'quiz.author.tooMany', { count: Number(issue.maximum) })];
    case 'invalid_format':
      return [at(path, 'quiz.author.name')];
    default:
      return [at(path, 'quiz.author.value', { reason: cut(issue.message, 100) })];
  }
}

const KINDS = ['blanks', 'choice', 'number', 'text', 'order'];
/** All fields, to suggest the nearest one. */
const FIELDS = [
  ...'title about items id kind ask why sources numbers points language code blanks effect options many answer lines text'.split(
    ' ',
  ),
  ...'right accept number pattern case empty spelling hint wrong weight is abs rel credit dataset label from to step'.split(
    ' ',
  ),
];

interface Found {
  readonly path: Path;
  readonly key: MessageKey;
  readonly params: MessageParams;
}

/** The checks of an item that a schema cannot express. */
function checkItem(item: Item, before: readonly Item[], isReference: (key: string) => boolean): Found[] {
  const found: Found[] = [];
  const say = (path: Path, key: MessageKey, params: MessageParams = {}) =>
    void found.push({ path, key, params });
  if (before.some(({ id }) => id === item.id)) say(['id'], 'quiz.author.sameId', { id: item.id });
  item.sources.forEach((source, i) => {
    if (!isReference(source)) say(['sources', i], 'quiz.author.unknownSource', { source: cut(source) });
  });
  if (item.kind === 'blanks') checkBlanks(item, say);
  if (item.kind === 'choice') {
    const right = item.options.filter((option) => option.right).length;
    if (right === 0) say(['options'], 'quiz.author.noneRight');
    if (right > 1 && !item.many) say(['options'], 'quiz.author.severalRight');
  }
  if ((item.kind === 'number' || item.kind === 'text') && !hasKey(item.answer))
    say(['answer'], 'quiz.author.noKey', { blank: 'answer' });
  if (found.length > 0) return found;
  try {
    checkKeys(item);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say([], error.key, error.params);
  }
  return found;
}

const hasKey = ({ accept, number, pattern, empty }: Extract<Item, { kind: 'text' }>['answer']): boolean =>
  accept.length > 0 || number !== undefined || pattern !== undefined || empty;

function checkBlanks(
  item: Extract<Item, { kind: 'blanks' }>,
  say: (path: Path, key: MessageKey, params?: MessageParams) => void,
): void {
  const inCode = [...item.code.matchAll(BLANK)].map(([, name]) => name as string);
  const declared = Object.keys(item.blanks);
  if (inCode.length === 0) say(['code'], 'quiz.author.noBlank');
  if (inCode.length > MOST_BLANKS) say(['code'], 'quiz.author.manyBlanks', { max: MOST_BLANKS });
  for (const name of inCode) {
    if (!declared.includes(name)) say(['code'], 'quiz.author.blankWithoutKey', { blank: name });
    if (inCode.indexOf(name) !== inCode.lastIndexOf(name))
      say(['code'], 'quiz.author.blankTwice', { blank: name });
  }
  for (const [name, blank] of Object.entries(item.blanks)) {
    if (!inCode.includes(name)) say(['blanks', name], 'quiz.author.blankNotInCode', { blank: name });
    if (!hasKey(blank)) say(['blanks', name], 'quiz.author.noKey', { blank: name });
    if (blank.effect && (!item.effect || item.language !== 'policy'))
      say(['blanks', name], 'quiz.author.noEffect', { blank: name });
  }
}
