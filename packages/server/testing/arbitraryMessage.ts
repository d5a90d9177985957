import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ApiCall, ApiOperation } from './ApiCall.ts';
import { fromSchema } from './arbitraryOfSchema.ts';
import type { CallOptions, KnownValues } from './callText.ts';
import { HOSTILE_BODIES, hostileText } from './hostileValues.ts';

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ApiCall['body'];
}

const MEDIA_TYPES = [
  'application/json',
  'application/x-ndjson',
  'text/plain',
  'image/png',
  'application/json; charset="',
  '',
];

export function messageOf(operation: ApiOperation, { known, follow }: CallOptions): fc.Arbitrary<Message> {
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

export function honestMessages({ name }: ApiOperation, { bodies }: KnownValues): Message[] {
  return Object.entries(bodies[name] ?? {}).flatMap(([type, texts]) =>
    texts.map((body) => ({ headers: { 'Content-Type': type }, body })),
  );
}
