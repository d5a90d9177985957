import fc from 'fast-check';
import type { Parameter } from '../src/openapi/OpenApi.ts';
import { CALLERS, type ApiCall, type ApiOperation } from './ApiCall.ts';
import { messageOf } from './arbitraryMessage.ts';
import { isHarmless, pathOf, urlOf, valuesOf, type CallOptions, type Pair } from './callText.ts';
import { hostileUrlText, type UrlText } from './hostileValues.ts';

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
  // A name may come again: repeated parameters are among what is asked.
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
