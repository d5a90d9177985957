import { isEntryField } from '@tailrace/protocol/filter';
import type { FieldValue } from '../../filter/narrowFilter.ts';

/** A place in an entry: keys, and places in arrays. */
export type JsonPath = readonly (string | number)[];

/** A value with its place, as one line of the tree. */
export interface JsonNode {
  readonly path: JsonPath;
  readonly value: unknown;
}

/** The path as JavaScript writes it: `metadata.items[0].sku`. */
export function printPath(path: JsonPath): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`;
      if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return at === 0 ? key : `.${key}`;
      return `[${JSON.stringify(key)}]`;
    })
    .join('');
}

/** The name by which the filter language knows a place: places in arrays are not told apart. */
export function fieldOf(path: JsonPath): string | undefined {
  const field = path.filter((key) => typeof key === 'string').join('.');
  return isEntryField(field) && path[0] !== 'error' ? field : undefined;
}

export function isFieldValue(value: unknown): value is FieldValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** What is inside of a value, in its order; nothing in what has no inside. */
export function childrenOf({ path, value }: JsonNode): readonly JsonNode[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown, at) => ({ path: [...path, at], value: item }));
  return Object.entries(value).map(([key, item]: [string, unknown]) => ({
    path: [...path, key],
    value: item,
  }));
}
