import { MAX_FILTER_DEPTH } from '../limits.ts';
import { LogFilterError } from './LogFilterError.ts';

const BARE_TEXT = /[^\s"()]*/y;
const SPACE = /\s*/y;
const QUOTED = /"([^"\\]*(?:\\[^][^"\\]*)*)"/y;

/** Reads a filter's text from the left to the right, and knows the column of what is wrong. */
export class FilterScanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** How much has been read. */
  get at(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.#text.charAt(this.#at);
  }

  /** Whether what is read next cannot be a part of the term before. */
  get atBoundary(): boolean {
    return this.atEnd || /[\s()]/.test(this.next);
  }

  take(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  /** @param expression sticky (`y`) */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text) ?? undefined;
    if (found) this.#at += found[0].length;
    return found;
  }

  /** All up to white space, a quotation mark or a parenthesis. */
  takeBare(): string {
    return this.takeMatch(BARE_TEXT)![0];
  }

  /** The text between quotation marks, if they are next, without the backslashes that protect `"` and `\`. */
  takeQuoted(): string | undefined {
    if (this.next !== '"') return undefined;
    const found = this.takeMatch(QUOTED);
    if (!found) throw this.error('This quotation mark is not closed');
    return found[1]!.replaceAll(/\\([^])/g, '$1');
  }

  isKeyword(keyword: string): boolean {
    const end = this.#at + keyword.length;
    return (
      this.#text.startsWith(keyword, this.#at) &&
      (end >= this.#text.length || /[\s()]/.test(this.#text.charAt(end)))
    );
  }

  takeKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.#at += keyword.length;
    this.skipSpace();
    return true;
  }

  skipSpace(): void {
    this.takeMatch(SPACE);
  }

  /** Recursion of whatever depth a filter asks for would end in an overflow of the stack. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_FILTER_DEPTH) {
      throw this.error(`A filter is nested at most ${MAX_FILTER_DEPTH} deep`);
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  error(message: string, at = this.#at): LogFilterError {
    return new LogFilterError(message, at + 1);
  }
}
