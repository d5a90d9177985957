import type { FilterRegex } from '../LogFilter.ts';
import { MAX_REGEX_LENGTH, MAX_REGEX_SIZE } from '../limits.ts';
import { LogFilterError } from './LogFilterError.ts';
import { readClassEscape, readSingleEscape } from './regexEscapes.ts';

const REPEAT = /(?:[*+?]|\{(0|[1-9]\d*)(?:,(0|[1-9]\d*)?)?\})\??/y;
const LOOK_AROUND = /\(\?<?[=!]/y;
const NAMED_GROUP = /\(\?P?</y;

/**
 * Reads a regular expression: the part of RE2's syntax that means the same to `RegExp`. No look-around and no
 * back-references, which RE2 does not have; no names of groups and of POSIX classes, no flags within.
 *
 * @param column where the pattern begins in the filter, for errors
 * @returns the expression for a `RegExp` with the flag `v`, its own flags `m` and `s` written out
 * @throws {LogFilterError} with the column of what RE2 or we do not have
 */
export function readRegex({ pattern, flags }: FilterRegex, column = 1): string {
  if (pattern.length > MAX_REGEX_LENGTH) {
    const message = `A regular expression has at most ${MAX_REGEX_LENGTH} characters`;
    throw new LogFilterError(message, column + MAX_REGEX_LENGTH);
  }
  return new RegexReader(pattern, flags, column).read();
}

/** What was read: for `RegExp`, and how large it is for any engine when counts are written out. */
interface Piece {
  readonly source: string;
  readonly size: number;
  /** Nothing to repeat: it takes no characters. */
  readonly isAssertion?: true;
}

/** Recursive descent: alternatives → sequence → atom and its count. The pattern's length bounds the recursion. */
class RegexReader {
  readonly #pattern: string;
  readonly #column: number;
  readonly #dot: string;
  readonly #lineStart: string;
  readonly #lineEnd: string;
  #at = 0;

  constructor(pattern: string, flags: string, column: number) {
    this.#pattern = pattern;
    this.#column = column;
    this.#dot = flags.includes('s') ? String.raw`[\s\S]` : String.raw`[^\n]`;
    this.#lineStart = flags.includes('m') ? String.raw`(?<=^|\n)` : '^';
    this.#lineEnd = flags.includes('m') ? String.raw`(?=\n|$)` : '$';
  }

  read(): string {
    const { source } = this.#alternatives();
    if (this.#at < this.#pattern.length) throw this.#error('This parenthesis closes nothing');
    return source;
  }

  #alternatives(): Piece {
    let { source, size } = this.#sequence();
    while (this.#pattern[this.#at] === '|') {
      const start = this.#at;
      this.#at += 1;
      const next = this.#sequence();
      ({ source, size } = this.#limited(
        { source: `${source}|${next.source}`, size: size + next.size },
        start,
      ));
    }
    return { source, size };
  }

  #sequence(): Piece {
    let whole: Piece = { source: '', size: 0 };
    while (this.#at < this.#pattern.length && !/[|)]/.test(this.#pattern[this.#at]!)) {
      const start = this.#at;
      const { source, size } = this.#repeated(this.#atom());
      whole = this.#limited({ source: whole.source + source, size: whole.size + size }, start);
    }
    return { source: whole.source, size: Math.max(1, whole.size) };
  }

  #limited(piece: Piece, at: number): Piece {
    if (piece.size <= MAX_REGEX_SIZE) return piece;
    const message = `With its counts written out, a regular expression has at most ${MAX_REGEX_SIZE} parts`;
    throw this.#error(message, at);
  }

  #repeated(piece: Piece): Piece {
    const start = this.#at;
    const repeat = this.#match(REPEAT);
    if (!repeat) return piece;
    if (piece.isAssertion) throw this.#error('There is nothing to repeat here', start);
    const least = Number(repeat[1] ?? 1);
    const most = Number(repeat[2] ?? least);
    if (least > most) throw this.#error('A count goes from the smaller number to the larger', start);
    if (this.#matches(REPEAT)) throw this.#error('What is repeated already is repeated in parentheses');
    return this.#limited({ source: piece.source + repeat[0], size: piece.size * Math.max(1, most) }, start);
  }

  #atom(): Piece {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at)!);
    if (this.#matches(REPEAT)) throw this.#error('There is nothing to repeat here');
    if (character === '(') return this.#group();
    if (character === '[') return { source: this.#class(), size: 1 };
    if (character === '\\') return this.#escape();
    this.#at += character.length;
    if (character === '.') return { source: this.#dot, size: 1 };
    if (character === '^') return { source: this.#lineStart, size: 1, isAssertion: true };
    if (character === '$') return { source: this.#lineEnd, size: 1, isAssertion: true };
    return { source: literal(character), size: 1 };
  }

  #group(): Piece {
    const start = this.#at;
    if (this.#matches(LOOK_AROUND)) throw this.#error('RE2 has no look-around');
    if (this.#matches(NAMED_GROUP)) throw this.#error('A group needs no name here: write (?:…)');
    if (this.#pattern.startsWith('(?', start) && this.#pattern[start + 2] !== ':') {
      throw this.#error('Flags are i, m and s, after the closing / or, as (?i), at the very beginning');
    }
    this.#at += this.#pattern[start + 1] === '?' ? 3 : 1;
    const { source, size } = this.#alternatives();
    if (this.#pattern[this.#at] !== ')') throw this.#error('This parenthesis is not closed', start);
    this.#at += 1;
    return { source: `(?:${source})`, size };
  }

  #escape(): Piece {
    const assertion = this.#match(/\\([bBAz])/y)?.[1];
    if (assertion === 'A') return { source: '^', size: 1, isAssertion: true };
    if (assertion === 'z') return { source: '$', size: 1, isAssertion: true };
    if (assertion) return { source: `\\${assertion}`, size: 1, isAssertion: true };
    return { source: this.#classEscape() ?? literal(this.#singleEscape()), size: 1 };
  }

  #class(): string {
    const start = this.#at;
    let source = this.#match(/\[\^/y) ? '[^' : '[';
    if (source === '[') this.#at += 1;
    const first = this.#at;
    if (this.#pattern[first] === ']') throw this.#error(String.raw`Write \] for a ] in a class`);
    while (this.#pattern[this.#at] !== ']') {
      if (this.#at >= this.#pattern.length) throw this.#error('This bracket is not closed', start);
      source += this.#classItem(first);
    }
    this.#at += 1;
    return `${source}]`;
  }

  #classItem(first: number): string {
    const start = this.#at;
    if (this.#pattern.startsWith('[:', start)) throw this.#error('Write POSIX classes out, as a-z or \\d');
    const set = this.#classEscape();
    const from = set === undefined ? this.#classCharacter(first) : '';
    if (this.#pattern[this.#at] !== '-' || this.#pattern[this.#at + 1] === ']') return set ?? literal(from);
    if (set !== undefined) throw this.#error('A range goes from one character to another', start);
    this.#at += 1;
    if (this.#at >= this.#pattern.length) return literal(from);
    if (this.#classEscape() !== undefined) {
      throw this.#error('A range goes from one character to another', start);
    }
    const to = this.#classCharacter(this.#at);
    if (from.codePointAt(0)! > to.codePointAt(0)!) {
      throw this.#error('A range goes from the smaller character to the larger', start);
    }
    return `${literal(from)}-${literal(to)}`;
  }

  /** One character of a class; a `-` stands for itself only at the edges, where no engine takes it for a range. */
  #classCharacter(first: number): string {
    const start = this.#at;
    if (this.#pattern[start] === '\\') return this.#singleEscape();
    const character = String.fromCodePoint(this.#pattern.codePointAt(start)!);
    if (character === '-' && start !== first && this.#pattern[start + 1] !== ']') {
      throw this.#error(String.raw`Write \- for a - in the middle`);
    }
    this.#at += character.length;
    return character;
  }

  #classEscape(): string | undefined {
    const escape = readClassEscape(this.#pattern, this.#at);
    if (!escape) return undefined;
    this.#at += escape.length;
    return escape.source;
  }

  #singleEscape(): string {
    const escape = readSingleEscape(this.#pattern, this.#at);
    if (typeof escape === 'string') throw this.#error(escape);
    this.#at += escape.length;
    return escape.character;
  }

  #matches(expression: RegExp): boolean {
    expression.lastIndex = this.#at;
    return expression.test(this.#pattern);
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern);
    if (found) this.#at += found[0].length;
    return found;
  }

  #error(message: string, at = this.#at): LogFilterError {
    return new LogFilterError(message, this.#column + at);
  }
}

/** Punctuation by number, because what is syntax differs between inside and outside of classes. */
function literal(character: string): string {
  return /[\p{L}\p{N}]/u.test(character)
    ? character
    : String.raw`\u{${character.codePointAt(0)!.toString(16)}}`;
}
