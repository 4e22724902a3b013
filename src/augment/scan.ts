/** Reads a policy token by token, and says what it expected at the end of the text. */
import { PolicyMistake } from './mistake.ts';
import type { Operation } from './operation.ts';
import type { Amount } from './units.ts';

/** What may come next in a policy. `given`: the parameters so far, in their order. */
export type Next =
  | { readonly what: 'operation' | 'probability' | 'behindProbability' }
  | { readonly what: 'behindOperation' | 'behindBrackets'; readonly operation: Operation }
  | {
      readonly what: 'argument' | 'behindArgument';
      readonly operation: Operation;
      readonly given: readonly string[];
    }
  | { readonly what: 'value'; readonly operation: Operation; readonly name: string };

export type Scanner = ReturnType<typeof scan>;

const SYMBOLS = { '+': /\+/y, '@': /@/y, '(': /\(/y, ')': /\)/y, ',': /,/y, '=': /=/y, '..': /\.\./y };

/** What people write in a range instead of two dots. */
const OTHER_DOTS = /(?:~|…|-|–|:|\.{3}(?=\s*[-+]?\d+\.)|(?:to|bis)\b|에서)(?=\s*[-+]?\.?\d)/iy;
/** A pair of numbers as Python writes it. */
const PAIR = /[([]\s*[-+]?[\d.]+\s*,\s*[-+]?[\d.]+\s*[)\]]/y;
const DEGREES = /(?:°|º|˚|deg(?:rees?)?\b|도|grad\b)/iy;
const PERCENT = /(?:%|percent\b|퍼센트|prozent\b)/iy;

/** `note` is called with what may come at the end of the text, each time the reader gets there. */
export function scan(text: string, note: (next: Next) => void = () => {}) {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  /** The same after white space. */
  const token = (pattern: RegExp): string | undefined => {
    match(/\s*/y);
    return match(pattern);
  };
  return {
    take: (symbol: '+' | '@' | '(' | ')' | ',' | '=' | '..'): boolean => token(SYMBOLS[symbol]) !== undefined,
    done: (): boolean => token(/$/y) !== undefined,
    /** For the reader to say what may come here. */
    here(next: Next): void {
      if (this.done()) note(next);
    },
    /** Position of the next character that is not white space, from 1. */
    position(): number {
      token(/(?:)/y);
      return at + 1;
    },
    /** What comes here, for a message to quote: a word, one character, or nothing. */
    rest(): string {
      token(/(?:)/y);
      return /^(?:[^\s(),+@=]{1,30}|.?)/su.exec(text.slice(at))![0];
    },
    word: (): string | undefined => token(/[a-z][a-z0-9_]*/iy)?.toLowerCase(),
    /** Where the next token begins, in UTF-16 units. */
    at(): number {
      return this.position() - 1;
    },
    /** Where the last token ended. */
    end: (): number => at,
    /** The sign between two numbers that somebody wrote instead of two dots. */
    otherDots: (): string | undefined => token(OTHER_DOTS),
    /** `(-0.1, 0.2)` as `-0.1..0.2`. */
    pair(): string | undefined {
      return token(PAIR)?.slice(1, -1).replaceAll(/\s/g, '').replace(',', '..');
    },
    /** A number with the sign for degrees or percent after it. */
    amount(): Amount | undefined {
      const value = this.number();
      if (value === undefined) return undefined;
      const unit = token(DEGREES) !== undefined ? '°' : token(PERCENT) !== undefined ? '%' : undefined;
      return { value, unit };
    },
    number(): number | undefined {
      const position = this.position();
      const found = token(/[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?/iy);
      // shift(0,1) would be a shift by 0 and 1, which hardly anybody who writes it means.
      if (found !== undefined && /^[+-]?\d+$/.test(found) && match(/,(?=\d)/y))
        throw new PolicyMistake('policy.decimalComma', { position }, { from: at - 1, to: at, text: '.' });
      // Adding 0 makes -0 a plain 0, as JSON would do anyway.
      return found === undefined ? undefined : Number(found) + 0;
    },
  };
}
