import type { ApiOperation } from './ApiCall.ts';
import type { FollowReference } from './arbitraryOfSchema.ts';
import type { UrlText } from './hostileValues.ts';

/** Values that get somewhere: of parameters by their name, of paths by their template, and bodies by media type. */
export interface KnownValues {
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly path: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly bodies: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface CallOptions {
  readonly known: KnownValues;
  readonly follow: FollowReference;
}

export type Pair = readonly [name: UrlText, value: UrlText];

/** Shorter removals would leave nothing to find. */
const TOO_SHORT_TO_KEEP = /^\D*\d{1,3}$/;

/** What is known of a parameter, and what its schema lists. */
export function valuesOf(
  known: KnownValues,
  { name: operation, parameters }: ApiOperation,
  name: string,
): readonly string[] {
  const schema = parameters.find((parameter) => parameter.name === name)?.schema;
  const items = typeof schema?.items === 'object' ? schema.items : undefined;
  const listed = (schema?.enum ?? items?.enum ?? []).map(String);
  return [...(known.path[operation]?.[name] ?? known.query[name] ?? []), ...listed];
}

/** What would ask another operation, or leave nothing to ask of, proves nothing here. */
export function isHarmless({ name, parameters }: ApiOperation, parameter: string, text: UrlText): boolean {
  const isPart = parameters.some((one) => one.in === 'path' && one.name === parameter);
  if (isPart) return !['', '.', '..'].includes(typeof text === 'string' ? text : text.escaped);
  if (parameter !== 'days_to_keep' || !name.startsWith('DELETE')) return true;
  return typeof text === 'string' && !TOO_SHORT_TO_KEEP.test(text);
}

export function pathOf({ template }: ApiOperation, value: (name: string) => UrlText): string {
  return template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => escaped(value(name)));
}

export function urlOf(path: string, query: readonly Pair[]): string {
  if (query.length === 0) return path;
  return `${path}?${query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')}`;
}

/** A lone surrogate cannot stand in a URL, and a dot alone would be taken for a way up. */
export function escaped(text: UrlText): string {
  if (typeof text !== 'string') return text.escaped;
  return encodeURIComponent(text.toWellFormed());
}
