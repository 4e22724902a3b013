/**
 * Whether the whole answer matches an author's regular expression, in time linear in the answer. A
 * JavaScript expression cannot be interrupted, and one like `(a+)+` takes longer than a lesson for 40 letters. So ours
 * follow all paths through the expression at once (Thompson 1968), a character at a time: no path is tried
 * twice. Back references and look-around cannot run this way, and are refused when the quiz is read.
 */
import { UserError } from '../../i18n/user-error.ts';
import { type Assertion, type Node, parsePattern } from './pattern-syntax.ts';

/** Longer answers match no pattern. */
const MAX_TEXT = 200;
/** Steps of a program; `(a{99}){99}` would have more. */
const MAX_PROGRAM = 2000;

type Step =
  | { readonly op: 'character'; readonly is: (character: string) => boolean }
  | { readonly op: 'fork'; other: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'end' };

/** Throws UserError (`quiz.author.*`) for an invalid pattern, or one that cannot run in bounded time. */
export function compilePattern(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  const program = compile(parsePattern(pattern, ignoreCase), pattern);
  return (text) => text.length <= MAX_TEXT && run(program, [...text]);
}

function compile(root: Node, pattern: string): readonly Step[] {
  const program: Step[] = [];
  let visits = 0;

  function emit(node: Node): void {
    // Counts visits and not steps, because an empty group makes no steps however often it repeats.
    if (++visits > MAX_PROGRAM)
      throw new UserError('quiz.author.patternTooLarge', { pattern, max: MAX_PROGRAM });
    switch (node.kind) {
      case 'character':
        program.push({ op: 'character', is: node.is });
        return;
      case 'assert':
        program.push({ op: 'assert', what: node.what });
        return;
      case 'sequence':
        for (const part of node.parts) emit(part);
        return;
      case 'choice':
        emitChoice(node.parts);
        return;
      case 'repeat':
        for (let i = 0; i < node.min; i++) emit(node.part);
        if (node.max === Infinity) emitLoop(node.part);
        else for (let i = node.min; i < node.max; i++) emitOptional(node.part);
    }
  }

  function emitChoice(parts: readonly Node[]): void {
    const jumps: { op: 'jump'; to: number }[] = [];
    for (const [i, part] of parts.entries()) {
      const fork = { op: 'fork' as const, other: 0 };
      const last = i === parts.length - 1;
      if (!last) program.push(fork);
      emit(part);
      if (last) break;
      const jump = { op: 'jump' as const, to: 0 };
      program.push(jump);
      jumps.push(jump);
      fork.other = program.length;
    }
    for (const jump of jumps) jump.to = program.length;
  }

  function emitOptional(part: Node): void {
    const fork = { op: 'fork' as const, other: 0 };
    program.push(fork);
    emit(part);
    fork.other = program.length;
  }

  function emitLoop(part: Node): void {
    const start = program.length;
    const fork = { op: 'fork' as const, other: 0 };
    program.push(fork);
    emit(part);
    program.push({ op: 'jump', to: start });
    fork.other = program.length;
  }

  emit(root);
  return [...program, { op: 'end' }];
}

function run(program: readonly Step[], text: readonly string[]): boolean {
  /** The place in the text where a step was last reached: no step is followed twice from one place. */
  const reached = new Int32Array(program.length).fill(-1);

  /** The steps after these that wait for a character, and the end if it is reached. */
  function follow(from: readonly number[], place: number): number[] {
    const open = [...from];
    const waiting: number[] = [];
    while (open.length > 0) {
      const at = open.pop()!;
      if (reached[at] === place) continue;
      reached[at] = place;
      const step = program[at]!;
      if (step.op === 'fork') open.push(at + 1, step.other);
      else if (step.op === 'jump') open.push(step.to);
      else if (step.op !== 'assert') waiting.push(at);
      else if (holds(step.what, text, place)) open.push(at + 1);
    }
    return waiting;
  }

  let waiting = follow([0], 0);
  for (const [place, character] of text.entries()) {
    const next = waiting.filter((at) => {
      const step = program[at]!;
      return step.op === 'character' && step.is(character);
    });
    waiting = follow(
      next.map((at) => at + 1),
      place + 1,
    );
  }
  return waiting.includes(program.length - 1);
}

function holds(what: Assertion, text: readonly string[], place: number): boolean {
  const isWord = (character: string | undefined) => character !== undefined && /^\w$/.test(character);
  const border = isWord(text[place - 1]) !== isWord(text[place]);
  if (what === 'border' || what === 'noBorder') return border === (what === 'border');
  return place === (what === 'start' ? 0 : text.length);
}
