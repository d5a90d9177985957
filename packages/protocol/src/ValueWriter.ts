import {
  MAX_ARRAY_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_OBJECT_KEYS,
  MAX_STACK_LENGTH,
} from './limits.ts';
import { truncateText } from './truncateText.ts';

/** Errors in a chain of causes, the first one included. */
const MAX_CAUSES = 8;
/** UTF-16 code units that a text keeps even when the budget is spent, so that its marker can be read. */
const MIN_TEXT = 32;
/** Keys that must be left for an object to be begun: the two of an error, and the two that mark what is cut. */
const MIN_KEYS = 4;
/** Properties of an error that have a place and a form of their own. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause', 'errors'];

/** How much a value may be; what is beyond is cut, and says so. */
export interface ValueLimits {
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** Keys of all objects together. */
  readonly keys: number;
  /** UTF-16 code units of all texts together, roughly. */
  readonly characters: number;
}

/** A property, and how to print its value; what cannot be printed is left out. */
type Property = readonly [key: string, write: () => string | undefined];

/** Prints one value of any kind as JSON, within limits. It never throws, whatever the value does. */
export class ValueWriter {
  readonly #ancestors: object[] = [];
  #keys: number;
  #characters: number;

  constructor({ keys, characters }: ValueLimits) {
    this.#keys = keys;
    this.#characters = characters;
  }

  /** Returns `undefined` for what JSON leaves out of an object. */
  write(value: unknown, depth: number): string | undefined {
    switch (typeof value) {
      case 'boolean':
        return String(value);
      case 'number':
        return Number.isFinite(value) ? String(value) : `"${value}"`;
      case 'undefined':
        return undefined;
      case 'object':
        if (value === null) return 'null';
        if (this.#keys < MIN_KEYS) return '"[Object]"';
        if (isError(value)) return this.writeError(value, depth);
        return this.#guarded(value, () => this.#object(value, depth)) ?? 'null';
      default:
        return this.#text(safeText(value));
    }
  }

  /** Prints anything that was thrown in the shape of `LogError`, and how many `causes` may follow it. */
  writeError(error: unknown, depth: number, causes = MAX_CAUSES): string {
    if (causes === 0) return this.#plainError('Truncated', 'more causes');
    if (typeof error !== 'object' || error === null)
      return this.#plainError('NonError', this.#cut(safeText(error)));
    const json = this.#guarded(error, () => this.#error(error as Record<string, unknown>, depth, causes))!;
    // What stands for an object that cannot be written is a text; an error must be an object.
    return json.startsWith('"') ? this.#plainError('NonError', JSON.parse(json) as string) : json;
  }

  #error(error: Record<string, unknown>, depth: number, causes: number): string {
    const { name, message, stack, cause, errors } = error;
    const inner = depth - 1;
    const properties: Property[] = [
      ['name', () => this.#text(typeof name === 'string' && name ? name : 'NonError', MAX_NAME_LENGTH)],
      ['message', () => this.#text(safeText(message ?? ''))],
    ];
    if (typeof stack === 'string') properties.push(['stack', () => this.#text(stack, MAX_STACK_LENGTH)]);
    if (cause !== undefined && cause !== null && inner > 0) {
      properties.push(['cause', () => this.writeError(cause, inner, causes - 1)]);
    }
    if (Array.isArray(errors) && inner > 1) {
      const member = (item: unknown) => this.writeError(item, inner - 1, causes - 1);
      const marker = (text: string) => this.#plainError('Truncated', text);
      properties.push(['errors', () => this.#array(errors, inner, member, marker)]);
    }
    const own = Object.keys(error).filter((key) => !ERROR_FIELDS.includes(key));
    return this.#properties([...properties, ...own.map((key) => this.#property(error, key, depth))], depth);
  }

  #object(value: object, depth: number): string | undefined {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      const replaced: unknown = Reflect.apply(toJSON, value, ['']);
      if (replaced !== value) return this.write(replaced, depth);
    }
    const item = (inner: unknown) => this.write(inner, depth - 1) ?? 'null';
    if (Array.isArray(value)) return this.#array(value, depth, item);
    if (value instanceof Set) return this.#array([...value], depth, item);
    if (value instanceof Map) {
      return this.#properties(
        [...value].map(([key, inner]) => [safeText(key), () => this.write(inner, depth - 1)]),
        depth,
      );
    }
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== 'Object') {
      const primitive: unknown = value.valueOf();
      if (typeof primitive !== 'object') return this.write(primitive, depth);
      // What the platform made (elements, windows, buffers, promises): its inside says nothing to a reader.
      return this.#text(tag === 'RegExp' ? safeText(value) : `[${tag}]`);
    }
    return this.#properties(
      Object.keys(value).map((key) => this.#property(value, key, depth)),
      depth,
    );
  }

  #property(value: object, key: string, depth: number): Property {
    return [key, () => this.write((value as Record<string, unknown>)[key], depth - 1)];
  }

  #array(
    items: readonly unknown[],
    depth: number,
    write: (item: unknown) => string,
    marker: (text: string) => string = JSON.stringify,
  ): string {
    if (depth < 1) return '"[Array]"';
    const { length } = items;
    const room = length > MAX_ARRAY_LENGTH ? MAX_ARRAY_LENGTH - 1 : length;
    const parts: string[] = [];
    while (
      parts.length < room &&
      this.#characters > 0 &&
      (this.#keys >= MIN_KEYS || marker === JSON.stringify)
    ) {
      this.#characters -= 2;
      parts.push(attempt(() => write(items[parts.length]))!);
    }
    if (parts.length < length) {
      parts.push(marker(`… ${length - parts.length} more`));
    }
    return `[${parts.join(',')}]`;
  }

  #properties(properties: readonly Property[], depth: number): string {
    if (depth < 1) return '"[Object]"';
    const { length } = properties;
    const room = length > MAX_OBJECT_KEYS ? MAX_OBJECT_KEYS - 1 : length;
    const parts: string[] = [];
    let looked = 0;
    // Name and message of an error are written in any case, and one key is kept for the marker.
    while (looked < room && (looked < 2 || (this.#keys > 1 && this.#characters > 0))) {
      const [key, write] = properties[looked]!;
      looked += 1;
      this.#keys -= 1;
      const json = attempt(write);
      if (json === undefined) continue;
      this.#characters -= key.length;
      parts.push(`${JSON.stringify(truncateText(key, MAX_NAME_LENGTH))}:${json}`);
    }
    if (looked < length) {
      this.#keys -= 1;
      parts.push(`"…":"${length - looked} more"`);
    }
    return `{${parts.join(',')}}`;
  }

  #plainError(name: string, message: string): string {
    this.#keys -= 2;
    return JSON.stringify({ name, message });
  }

  #text(text: string, max?: number): string {
    return JSON.stringify(this.#cut(text, max));
  }

  #cut(text: string, max = MAX_MESSAGE_LENGTH): string {
    const cut = truncateText(text, Math.min(max, Math.max(this.#characters, MIN_TEXT)));
    this.#characters -= cut.length;
    return cut;
  }

  /** Ends cycles. */
  #guarded(value: object, write: () => string | undefined): string | undefined {
    if (this.#ancestors.includes(value)) return '"[Circular]"';
    this.#ancestors.push(value);
    const json = attempt(write);
    this.#ancestors.pop();
    return json;
  }
}

/** Tells an error also when it comes from another window, where `instanceof` knows nothing of it. */
export function isError(value: unknown): value is Error {
  // Asked of every entry's metadata, which nearly always is a plain object.
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      Object.getPrototypeOf(value) !== Object.prototype &&
      (value instanceof Error || Object.prototype.toString.call(value) === '[object Error]')
    );
  } catch {
    // A revoked proxy: whatever it was, it is not an error any more.
    return false;
  }
}

/** Any value as a text, without throwing. */
export function safeText(value: unknown): string {
  try {
    return typeof value === 'function' ? `[Function ${value.name}]` : String(value);
  } catch {
    // A toString of the app's own threw, or there is none.
    return '[Throws]';
  }
}

function attempt(write: () => string | undefined): string | undefined {
  try {
    return write();
  } catch {
    // A getter, a proxy or a toJSON of the app's own threw: what it threw is its business, not the log's.
    return '"[Throws]"';
  }
}
