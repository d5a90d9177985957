import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Parameter } from '../src/openapi/OpenApi.ts';
import { CALLERS, type ApiCall, type ApiOperation, type Caller } from './ApiCall.ts';
import { fromSchema, type FollowReference } from './arbitraryOfSchema.ts';
import { HOSTILE_BODIES, hostileText, hostileUrlText, type UrlText } from './hostileValues.ts';

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

type Pair = readonly [name: UrlText, value: UrlText];

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ApiCall['body'];
}

/** Shorter removals would leave nothing to find. */
const TOO_SHORT_TO_KEEP = /^\D*\d{1,3}$/;
const HEADERS = [
  ['Origin', ['https://foreign.example', 'null', 'x']],
  ['Host', ['foreign.example', '[::1', 'localhost:99999', ' ']],
  ['If-None-Match', ['*', '"1"', 'W/"0"', '"', ',,']],
  ['If-Match', ['*', '"1"', 'x', '"99999999999999999999"']],
  ['Last-Event-ID', ['x', '\u00ff', '0.0', '-']],
  ['Authorization', ['Bearer', 'Basic YTpi', 'Bearer trk_admin_', `Bearer ${'x'.repeat(5000)}`]],
  ['Cookie', ['tailrace_session=x', 'tailrace_session=%', '=;;=']],
  ['Content-Encoding', ['gzip', 'br', 'gzip, gzip', '']],
  ['Accept', ['image/png', '*', '']],
] as const;
const MEDIA_TYPES = [
  'application/json',
  'application/x-ndjson',
  'text/plain',
  'image/png',
  'application/json; charset="',
  '',
];

/** The call that an operation should answer with what was asked for. */
export function honestCall(operation: ApiOperation, caller: Caller, { known }: CallOptions): ApiCall {
  const path = pathOf(operation, (name) => valuesOf(known, operation, name)[0] ?? 'x');
  const query = operation.parameters
    .filter(({ in: place, required }) => place === 'query' && required)
    .map(({ name }): Pair => [name, valuesOf(known, operation, name)[0] ?? 'x']);
  // Required, though the schema that reads it has its own sentence for when it is missing.
  const asked = operation.name.endsWith('/cleanup') ? [['days_to_keep', '36500'] as const] : query;
  const { headers, body } = honestMessages(operation, known)[0] ?? { headers: {}, body: undefined };
  return { operation, caller, url: urlOf(path, asked), headers, body };
}

/** For each parameter calls that have something hostile in its place, and are else as they should be. */
export function hostileCalls(
  operation: ApiOperation,
  options: CallOptions,
  texts: readonly UrlText[],
): ApiCall[] {
  const honest = honestCall(operation, 'admin', options);
  return [...operation.parameters, { name: 'unknown', in: 'query' } as const].flatMap(({ name, in: place }) =>
    texts.flatMap((text): ApiCall[] => {
      if (!isHarmless(operation, name, text)) return [];
      if (place === 'path') {
        const path = pathOf(operation, (part) =>
          part === name ? text : (valuesOf(options.known, operation, part)[0] ?? 'x'),
        );
        return [{ ...honest, url: urlOf(path, []) }];
      }
      const [path = '', query = ''] = honest.url.split('?');
      const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
      return [{ ...honest, url: `${path}?${[...others, `${escaped(name)}=${escaped(text)}`].join('&')}` }];
    }),
  );
}

/** Any call, of any of the operations. */
export function arbitraryCall(
  operations: readonly ApiOperation[],
  options: CallOptions,
): fc.Arbitrary<ApiCall> {
  return fc.constantFrom(...operations).chain((operation) => {
    const pathNames = operation.parameters.filter(({ in: place }) => place === 'path');
    const parts = fc.record(
      Object.fromEntries(pathNames.map(({ name }) => [name, valueOf(operation, name, options)])),
    );
    return fc
      .record({
        caller: fc.oneof(
          { weight: 5, arbitrary: fc.constant('admin' as const) },
          fc.constantFrom(...CALLERS),
        ),
        parts,
        query: queryOf(operation, options),
        message: messageOf(operation, options),
        headers: someHeaders,
      })
      .map(({ caller, parts: values, query, message, headers }): ApiCall => ({
        operation,
        caller,
        url: urlOf(
          pathOf(operation, (name) => values[name] ?? 'x'),
          query,
        ),
        headers: { ...message.headers, ...headers },
        body: message.body,
      }));
  });
}

const someHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...HEADERS)
      .chain(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value }))),
  },
);

function queryOf(operation: ApiOperation, options: CallOptions): fc.Arbitrary<readonly Pair[]> {
  const declared = operation.parameters.filter(({ in: place }) => place === 'query');
  const required = declared
    .filter((parameter) => parameter.required || parameter.name === 'days_to_keep')
    .map(({ name }) => valueOf(operation, name, options).map((value): Pair => [name, value]));
  const unknown = fc.tuple(hostileUrlText, hostileUrlText);
  const any: fc.Arbitrary<Pair> =
    declared.length === 0
      ? unknown
      : fc.oneof(
          {
            weight: 6,
            arbitrary: fc
              .constantFrom(...declared)
              .chain((parameter) => pairOf(operation, parameter, options)),
          },
          { weight: 1, arbitrary: unknown },
        );
  // The same name twice is as likely as any other.
  return fc
    .tuple(fc.option(fc.tuple(...required), { nil: [], freq: 5 }), fc.array(any, { maxLength: 4 }))
    .map(([first, more]) => [...first, ...more]);
}

function pairOf(operation: ApiOperation, { name }: Parameter, options: CallOptions): fc.Arbitrary<Pair> {
  const named =
    name === 'context' ? fc.constantFrom('context.user_id', 'context.', 'context.a b') : fc.constant(name);
  return fc.tuple(named, valueOf(operation, name, options));
}

function valueOf(operation: ApiOperation, name: string, { known }: CallOptions): fc.Arbitrary<UrlText> {
  const good = valuesOf(known, operation, name);
  const bad = hostileUrlText.filter((text) => isHarmless(operation, name, text));
  if (good.length === 0) return bad;
  return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: bad });
}

/** What is known of a parameter, and what its schema lists. */
function valuesOf(
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
function isHarmless({ name, parameters }: ApiOperation, parameter: string, text: UrlText): boolean {
  const isPart = parameters.some((one) => one.in === 'path' && one.name === parameter);
  if (isPart) return !['', '.', '..'].includes(typeof text === 'string' ? text : text.escaped);
  if (parameter !== 'days_to_keep' || !name.startsWith('DELETE')) return true;
  return typeof text === 'string' && !TOO_SHORT_TO_KEEP.test(text);
}

function messageOf(operation: ApiOperation, { known, follow }: CallOptions): fc.Arbitrary<Message> {
  const { requestBody } = operation.described;
  if (!requestBody) {
    if (operation.method === 'GET') return fc.constant({ headers: {}, body: undefined });
    return fc.constantFrom(undefined, ...HOSTILE_BODIES).map((body) => ({ headers: {}, body }));
  }
  const made = Object.entries(requestBody.content).flatMap(([type, { schema }]) =>
    schema
      ? [
          fromSchema(schema, follow).map((value): Message => ({
            headers: { 'Content-Type': type },
            body: JSON.stringify(value),
          })),
        ]
      : [],
  );
  const good = fc.constantFrom(...honestMessages(operation, known));
  const text = fc.oneof(fc.constantFrom(...HOSTILE_BODIES), hostileText);
  const type = fc.oneof(
    fc.constantFrom(...Object.keys(requestBody.content)),
    fc.constantFrom(...MEDIA_TYPES),
  );
  const typed = fc
    .tuple(type, text)
    .map(([name, body]): Message => ({ headers: { 'Content-Type': name }, body }));
  const zipped = fc.tuple(good, fc.nat(60)).map(([{ headers, body }, cut]): Message => {
    const bytes = gzipSync(body ?? '');
    return {
      headers: { ...headers, 'Content-Encoding': 'gzip' },
      body: new Uint8Array(bytes.subarray(0, bytes.length - Math.max(0, cut - 30))),
    };
  });
  const spoilt = fc.tuple(good, fc.nat(400), hostileText).map(([{ headers, body }, at, put]): Message => {
    const whole = String(body);
    return { headers, body: whole.slice(0, at % whole.length) + put + whole.slice(at % whole.length) };
  });
  return fc.oneof(good, typed, zipped, spoilt, ...made);
}

function honestMessages({ name }: ApiOperation, { bodies }: KnownValues): Message[] {
  return Object.entries(bodies[name] ?? {}).flatMap(([type, texts]) =>
    texts.map((body) => ({ headers: { 'Content-Type': type }, body })),
  );
}

function pathOf({ template }: ApiOperation, value: (name: string) => UrlText): string {
  return template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => escaped(value(name)));
}

function urlOf(path: string, query: readonly Pair[]): string {
  if (query.length === 0) return path;
  return `${path}?${query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')}`;
}

/** A lone surrogate cannot stand in a URL, and a dot alone would be taken for a way up. */
function escaped(text: UrlText): string {
  if (typeof text !== 'string') return text.escaped;
  return encodeURIComponent(text.toWellFormed());
}
