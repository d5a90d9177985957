import { createSessionId, PROBLEM_STATUS, type Problem, type ProblemCode } from '@tailrace/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment } from '../../testing/entries.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';

const session = createSessionId();
const id = `${session}-1`;

let server: TestApp;

beforeAll(async () => {
  server = await openTestApp();
  const context = { correlation_id: 'c-1', job_run_id: 'j-1', task_run_id: 't-1' };
  await server.store.append([newSegment([logLine(1, { context })], { session })]);
});
afterAll(() => server.close());

const WHOLE_1000 = 'must be a whole number from 1 to 1000';
const WHOLE_200 = 'must be a whole number from 0 to 200';
const SKIP = 'offset must be a whole number from 0 to 1000000000';
const PAGE = 'page must be a whole number from 1 to 1000000000';
const CUT = 'max_message must be a whole number from 1 to 16384';
const LEVEL = 'must be one of debug, info, warning, error, critical';
const TIME = 'must be an ISO 8601 time, such as 2026-11-20T10:30:00Z';
const DAY = 'date must be a day, such as 2026-11-20';
const FIELD = 'field must be the name of a field, without spaces, such as user_id or context.camera_id';
const CURSOR = 'cursor must come from the pagination of another page';

const CASES: readonly [path: string, code: ProblemCode, detail: string][] = [
  ['/logs?limit=0', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=1001', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=-1', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=1.5', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=1e2', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=%201', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=NaN', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?limit=99999999999999999999', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs?page=0', 'invalid_parameter', PAGE],
  ['/logs?page=two', 'invalid_parameter', PAGE],
  ['/logs?page=1000000001', 'invalid_parameter', PAGE],
  ['/logs?page=1&cursor=bjEuMQ', 'invalid_parameter', 'page and cursor exclude each other: send one of them'],
  ['/logs?cursor=hello', 'invalid_cursor', CURSOR],
  ['/logs?cursor=%00', 'invalid_cursor', CURSOR],
  ['/logs?total=yes', 'invalid_parameter', 'total must be true or false'],
  ['/logs?order=up', 'invalid_parameter', 'order must be asc or desc'],
  ['/logs?max_message=0', 'invalid_parameter', CUT],
  ['/logs?max_message=16385', 'invalid_parameter', CUT],
  ['/logs?level=loud', 'invalid_parameter', `level ${LEVEL}`],
  ['/logs?min_level=loud', 'invalid_parameter', `min_level ${LEVEL}`],
  ['/logs?level=error&level=loud', 'invalid_parameter', `level ${LEVEL}`],
  ['/logs?stream=out', 'invalid_parameter', 'stream must be one of stdout, stderr, system'],
  ['/logs?category=misc', 'invalid_parameter', 'category must be system or audit'],
  ['/logs?start=soon', 'invalid_parameter', `start ${TIME}`],
  ['/logs?start=1', 'invalid_parameter', `start ${TIME}`],
  ['/logs?end=2026-13-01', 'invalid_parameter', `end ${TIME}`],
  ['/logs?end=20.11.2026', 'invalid_parameter', `end ${TIME}`],
  ['/logs?levle=error', 'invalid_parameter', 'There is no parameter levle'],
  ['/logs?context.=x', 'invalid_parameter', 'There is no parameter context.'],
  ['/logs?context.a%20b=x', 'invalid_parameter', 'There is no parameter context.a b'],
  ['/logs?__proto__=x', 'invalid_parameter', 'There is no parameter __proto__'],
  ['/logs?constructor=x', 'invalid_parameter', 'There is no parameter constructor'],
  [`/logs?${'x'.repeat(200)}=1`, 'invalid_parameter', `There is no parameter ${'x'.repeat(64)}`],
  ['/logs/none', 'not_found', 'There is no entry with this id'],
  ['/logs/none/context', 'not_found', 'There is no entry with this id'],
  [`/logs/${session}-2/context`, 'not_found', 'There is no entry with this id'],
  [`/logs/${session}-01/context`, 'not_found', 'There is no entry with this id'],
  [`/logs/${id}/context?before=-1`, 'invalid_parameter', `before ${WHOLE_200}`],
  [`/logs/${id}/context?before=201`, 'invalid_parameter', `before ${WHOLE_200}`],
  [`/logs/${id}/context?after=201`, 'invalid_parameter', `after ${WHOLE_200}`],
  [`/logs/${id}/context?after=x`, 'invalid_parameter', `after ${WHOLE_200}`],
  [`/logs/${id}/context?within=tab`, 'invalid_parameter', 'within must be one of session, source, all'],
  [`/logs/${id}/context?limit=1`, 'invalid_parameter', 'There is no parameter limit'],
  [`/logs/${id}/context?level=loud`, 'invalid_parameter', `level ${LEVEL}`],
  ['/traces/none', 'not_found', 'Nothing is known of this correlation id'],
  ['/traces/%00', 'not_found', 'Nothing is known of this correlation id'],
  ['/traces/%ED%A0%80', 'not_found', 'Nothing is known of this correlation id'],
  ['/traces/c-1?limit=0', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/traces/c-1?cursor=x', 'invalid_cursor', CURSOR],
  ['/traces/c-1?level=error', 'invalid_parameter', 'There is no parameter level'],
  ['/traces', 'not_found', 'There is nothing at /api/v1/traces'],
  ['/logs/job-runs/none', 'not_found', 'Nothing is known of context.job_run_id none'],
  ['/logs/job-runs/j-1?limit=0', 'invalid_parameter', `limit ${WHOLE_1000}`],
  ['/logs/job-runs/j-1?offset=-1', 'invalid_parameter', SKIP],
  ['/logs/job-runs/j-1?offset=1000000001', 'invalid_parameter', SKIP],
  ['/logs/job-runs/j-1?page=1', 'invalid_parameter', 'There is no parameter page'],
  ['/logs/job-runs/j-1?format=csv', 'invalid_parameter', 'format must be entry or job'],
  ['/logs/job-runs/j-1?level=loud', 'invalid_parameter', `level ${LEVEL}`],
  ['/logs/task-runs/none', 'not_found', 'Nothing is known of context.task_run_id none'],
  ['/logs/task-runs/t-1?offset=x', 'invalid_parameter', SKIP],
  ['/logs/by/user_id/none', 'not_found', 'Nothing is known of user_id none'],
  [`/logs/by/user_id/${'x'.repeat(500)}`, 'not_found', `Nothing is known of user_id ${'x'.repeat(64)}`],
  ['/logs/by/level/loud', 'invalid_parameter', `level ${LEVEL}`],
  ['/logs/by/a%20b/c', 'invalid_parameter', FIELD],
  [`/logs/by/${'x'.repeat(129)}/c`, 'invalid_parameter', FIELD],
  ['/logs/by/user_id', 'not_found', 'There is nothing at /api/v1/logs/by/user_id'],
  ['/logs/job-runs/none/download', 'not_found', 'Nothing is known of this job run'],
  ['/logs/job-runs/j-1/download?date=today', 'invalid_parameter', DAY],
  ['/logs/job-runs/j-1/download?date=2026-02-30', 'invalid_parameter', DAY],
  ['/logs/job-runs/j-1/download?date=2026-11-20T00:00:00Z', 'invalid_parameter', DAY],
  ['/logs/job-runs/j-1/download?level=error', 'invalid_parameter', 'There is no parameter level'],
  ['/logs/export?format=xml', 'invalid_parameter', 'format must be one of ndjson, csv, txt'],
  ['/logs/export?order=up', 'invalid_parameter', 'order must be asc or desc'],
  ['/logs/export?limit=5', 'invalid_parameter', 'There is no parameter limit'],
  ['/logs/export?start=soon', 'invalid_parameter', `start ${TIME}`],
  ['/logs/export?max_message=x', 'invalid_parameter', CUT],
];

describe('a bad question is answered with what to change', () => {
  it.each(CASES)('%s', async (path, code, detail) => {
    const answer = await server.app.request(`/api/v1${path}`);
    expect(answer.status).toBe(PROBLEM_STATUS[code]);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect((await answer.json()) as Problem).toMatchObject({ status: PROBLEM_STATUS[code], code, detail });
  });

  it.each([
    '/logs/export',
    '/logs/job-runs/j-1',
    '/logs/job-runs/j-1/download',
    '/logs/task-runs/t-1',
    '/logs/by/user_id/1',
    `/logs/${id}/context`,
    '/traces/c-1',
    '/openapi.json',
  ])('no other method at %s', async (path) => {
    const answer = await server.app.request(`/api/v1${path}`, { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe('GET');
  });
});

describe('whatever is asked', () => {
  const awkward = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '0',
      '-1',
      '1e999',
      '\0',
      '\ud800',
      '%',
      '/',
      '..',
      '__proto__',
      '*',
      '"',
      "' OR 1=1 --",
      'a:b',
    ),
    fc.constantFrom('1', '10', 'asc', 'error', '2026-11-20', 'c-1', 'j-1', id, 'csv', 'txt', 'job', 'all'),
  );
  const name = fc.oneof(
    fc.constantFrom('limit', 'page', 'offset', 'cursor', 'order', 'total', 'max_message', 'format', 'date'),
    fc.constantFrom(
      'q',
      'level',
      'search',
      'start',
      'end',
      'context.a',
      'session',
      'before',
      'after',
      'within',
    ),
    awkward,
  );
  const path = fc.oneof(
    fc.constantFrom(
      '/api/v1/logs',
      '/api/v1/logs/export',
      '/api/logs',
      '/api/logs/search',
      '/api/v1/openapi.json',
    ),
    awkward.map((part) => `/api/v1/logs/${encode(part)}`),
    awkward.map((part) => `/api/v1/logs/${encode(part)}/context`),
    awkward.map((part) => `/api/v1/traces/${encode(part)}`),
    awkward.map((part) => `/api/v1/logs/job-runs/${encode(part)}`),
    awkward.map((part) => `/api/v1/logs/job-runs/${encode(part)}/download`),
    fc.tuple(awkward, awkward).map(([field, value]) => `/api/v1/logs/by/${encode(field)}/${encode(value)}`),
    fc.tuple(awkward, awkward).map(([field, value]) => `/api/logs/by/${encode(field)}/${encode(value)}`),
  );

  it('the server makes no mistake', { timeout: 60_000 }, async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(path, fc.array(fc.tuple(name, awkward), { maxLength: 3 }), async (at, parameters) => {
        const query = parameters.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
        const answer = await server.app.request(`${at}?${query}`);
        const text = await answer.text();
        seen.add(answer.status);
        expect([200, 400, 404]).toContain(answer.status);
        const type = answer.headers.get('Content-Type') ?? '';
        expect(() => type.includes('json') && !type.includes('ndjson') && JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 500 },
    );
    expect(seen).toEqual(new Set([200, 400, 404]));
  });

  /** Also what no URL can say: a lone surrogate becomes a replacement character. */
  function encode(text: string): string {
    return encodeURIComponent(text.toWellFormed());
  }
});
