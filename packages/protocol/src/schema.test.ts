import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import {
  firstProblem,
  logLineSchema,
  parseClientMessage,
  segmentHeaderSchema,
  simpleEntrySchema,
} from './schema.ts';

const line = {
  seq: 1,
  timestamp: '2026-11-20T10:30:00.123Z',
  level: 'info',
  source: 'shop',
  message: 'Hello',
};
const header = {
  v: 1,
  session: '7hQ2k9XvB3mN4pRs',
  from: 1,
  to: 1,
  sent_at: '2026-11-20T10:30:00.123Z',
  emitted: 1,
};

function problem(
  result: ReturnType<typeof logLineSchema.safeParse> | ReturnType<typeof parseClientMessage>,
): string | undefined {
  return result.success ? undefined : firstProblem(result.error);
}

describe('an entry line', () => {
  it('passes with what it must have, with all it may have, and with more', () => {
    expect(problem(logLineSchema.safeParse(line))).toBeUndefined();
    const full = {
      ...line,
      category: 'audit',
      logger: 'shop.cart',
      stream: 'stderr',
      context: { user_id: '42' },
      metadata: { deep: { er: [1] } },
      error: {
        name: 'A',
        message: 'b',
        stack: 'c',
        code: 7,
        cause: { name: 'D', message: 'e' },
        errors: [{ name: 'F', message: 'g' }],
      },
      code: { module: 'm', function: 'f', line: 3 },
      trace: { trace_id: 'a', span_id: 'b', execution_time_ms: 4.5, status: 'ok' },
      action: 'user_login',
      something_new: true,
    };
    expect(problem(logLineSchema.safeParse(full))).toBeUndefined();
  });

  it.each([
    [{ seq: 0 }, 'seq: '],
    [{ seq: 1.5 }, 'seq: '],
    [{ timestamp: 'yesterday' }, 'timestamp: must be an ISO 8601 time, such as 2026-11-20T10:30:00.123Z'],
    [{ timestamp: '2026-13-45T00:00:00Z' }, 'timestamp: must be'],
    [{ level: 'WARN' }, 'level: '],
    [{ source: '' }, 'source: '],
    [{ message: 5 }, 'message: '],
    [{ message: 'x'.repeat(MAX_MESSAGE_LENGTH + 1) }, 'message: '],
    [{ context: ['a'] }, 'context: '],
    [{ metadata: null }, 'metadata: '],
    [{ error: 'boom' }, 'error: '],
    [{ error: { name: 'A', message: 'b', cause: { name: 1, message: 'c' } } }, 'error.cause.name: '],
    [{ stream: 'stdin' }, 'stream: '],
  ])('with %j is refused by the name of the field', (change, start) => {
    expect(problem(logLineSchema.safeParse({ ...line, ...change }))).toMatch(new RegExp(`^${start}`));
  });
});

it('a simple entry needs a message only; its level may be a synonym, its time a number', () => {
  expect(simpleEntrySchema.parse({ message: 'x', level: 'WARN', timestamp: 0, extra: 1 })).toEqual({
    message: 'x',
    level: 'warning',
    timestamp: '1970-01-01T00:00:00.000Z',
    extra: 1,
  });
  expect(simpleEntrySchema.safeParse({}).success).toBe(false);
  expect(simpleEntrySchema.safeParse({ message: 'x', timestamp: 1e300 }).success).toBe(false);
});

it.each([
  [{ session: 'short' }, 'session: must be 16 characters of 0-9, A-Z and a-z'],
  [{ v: 2 }, 'v: '],
  [{ from: 0 }, 'from: '],
  [{ dropped: [[1, 2, 'because']] }, 'dropped.0.2: must be a drop reason'],
  [{ resource: [] }, 'resource: '],
])('a header with %j is refused', (change, start) => {
  const result = segmentHeaderSchema.safeParse({ ...header, ...change });
  expect(result.success ? '' : firstProblem(result.error)).toMatch(new RegExp(`^${start}`));
});

describe('a client message', () => {
  it.each([
    { type: 'subscribe', id: 'a', after: 'now' },
    { type: 'subscribe', id: 'a', last: 10, filter: 'level:error', batch_ms: 20 },
    { type: 'update', id: 'a', filter: '' },
    { type: 'ack', cursor: 'e.1' },
    { type: 'ping' },
  ])('%j passes', (message) => {
    expect(problem(parseClientMessage(message))).toBeUndefined();
  });

  it.each([
    [
      { type: 'subscribe', id: 'a' },
      'must say where to start: either after (a cursor, or "now") or last (how many entries)',
    ],
    [{ type: 'subscribe', id: 'a', after: 'now', last: 1 }, 'must say where to start'],
    [{ type: 'subscribe', id: '', last: 1 }, 'id: '],
    [{ type: 'update', id: 'a' }, 'filter: '],
    [{ type: 'shout' }, 'type: '],
    [{ type: 'ping', more: 1 }, 'Unrecognized key'],
    ['ping', 'Invalid input'],
  ])('%j does not', (message, start) => {
    expect(problem(parseClientMessage(message))?.startsWith(start as string)).toBe(true);
  });
});
