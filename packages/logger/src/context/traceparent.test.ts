import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRequestId, createSpanId, createTraceId } from './traceIds.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

const hex = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(''));
const isNotZero = (id: string) => /[^0]/.test(id);
const traces = fc.record({
  trace_id: hex(32).filter(isNotZero),
  span_id: hex(16).filter(isNotZero),
  sampled: fc.boolean(),
});

it('reads what it prints', () => {
  fc.assert(
    fc.property(traces, (trace) => {
      expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
    }),
  );
});

it('reads nothing that a single changed character made invalid', () => {
  const valid = /^(?!ff)[\da-f]{2}-(?!0+-)[\da-f]{32}-(?!0+-)[\da-f]{16}-[\da-f]{2}$/;
  fc.assert(
    fc.property(traces, fc.nat(54), fc.string({ unit: 'binary', maxLength: 2 }), (trace, at, by) => {
      const header = formatTraceparent(trace)!;
      const changed = header.slice(0, at) + by + header.slice(at + 1);
      expect(parseTraceparent(changed) !== undefined).toBe(valid.test(changed));
    }),
    { numRuns: 1000 },
  );
});

it.each([
  [`00-${traceId}-${spanId}-01`, true],
  [`00-${traceId}-${spanId}-00`, false],
  [`00-${traceId}-${spanId}-03`, true],
  [`00-${traceId}-${spanId}-fe`, false],
  [`01-${traceId}-${spanId}-01`, true],
  [`cc-${traceId}-${spanId}-01-what-the-future-will-be-like`, true],
])('reads %s', (header, sampled) => {
  expect(parseTraceparent(header)).toEqual({ trace_id: traceId, span_id: spanId, sampled });
});

it.each([
  ['nothing', undefined],
  ['null', null],
  ['empty text', ''],
  ['version 255', `ff-${traceId}-${spanId}-01`],
  ['more than version 00 has', `00-${traceId}-${spanId}-01-more`],
  ['more without a dash', `01-${traceId}-${spanId}-01.more`],
  ['a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
  ['one digit of flags', `00-${traceId}-${spanId}-1`],
  ['a line break after it', `00-${traceId}-${spanId}-01\n`],
  ['a space before it', ` 00-${traceId}-${spanId}-01`],
])('refuses %s', (_, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

it('prints no header with an id that is none', () => {
  expect(formatTraceparent({ trace_id: 'x', span_id: spanId })).toBeUndefined();
  expect(formatTraceparent({ trace_id: traceId, span_id: '0'.repeat(16) })).toBeUndefined();
  expect(formatTraceparent({ trace_id: traceId, span_id: spanId })).toBe(`00-${traceId}-${spanId}-01`);
});

it('makes ids that a header takes, each another', () => {
  const ids = Array.from({ length: 1000 }, () => ({ trace_id: createTraceId(), span_id: createSpanId() }));
  for (const trace of ids) expect(formatTraceparent(trace)).toBeDefined();
  expect(new Set(ids.map(({ trace_id }) => trace_id)).size).toBe(1000);
  expect(new Set(ids.map(({ span_id }) => span_id)).size).toBe(1000);
  expect(createRequestId()).toMatch(/^[\da-zA-Z]{22}$/);
  expect(createRequestId()).not.toBe(createRequestId());
});
