import { afterAll, beforeAll, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { MAX_MEASURED_ENTRIES, type Performance } from '../query/performance.ts';

let server: TestApp;

beforeAll(async () => {
  server = await openTestApp();
  const line = (seq: number, ms: number | undefined, rest = {}) =>
    logLine(seq, {
      timestamp: `2026-11-20T10:30:00.${String(seq).padStart(3, '0')}Z`,
      ...(ms !== undefined && { trace: { execution_time_ms: ms } }),
      ...rest,
    });
  await server.store.append([
    newSegment([
      // 1 to 100 ms, in no order.
      ...seqs(100).map((seq) =>
        line(seq, ((seq * 37) % 101) as number, { source: 'api', message: 'GET /cart' }),
      ),
      line(101, 900, { source: 'api', message: 'Login of u-1', action: 'user_login' }),
      line(102, 700, { source: 'api', message: 'Login of u-2', action: 'user_login', level: 'error' }),
      line(103, 5, { source: 'web', message: 'GET /cart' }),
      line(104, undefined, { source: 'web', message: 'Untimed' }),
    ]),
  ]);
});
afterAll(() => server.close());

async function ask(query = ''): Promise<Performance> {
  const answer = await server.app.request(`/api/v1/performance${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Performance;
}

it('measures each action of each source, the slowest first', async () => {
  const { actions, entries, more, partial } = await ask();
  expect(actions).toEqual([
    { action: 'user_login', source: 'api', count: 2, errors: 1, p50_ms: 700, p95_ms: 900, max_ms: 900 },
    { action: 'GET /cart', source: 'api', count: 100, errors: 0, p50_ms: 50, p95_ms: 95, max_ms: 100 },
    { action: 'GET /cart', source: 'web', count: 1, errors: 0, p50_ms: 5, p95_ms: 5, max_ms: 5 },
  ]);
  expect([entries, more, partial]).toEqual([103, 0, false]);
});

it('takes filters, and lists as many as are asked for', async () => {
  expect((await ask('?source=web')).actions).toHaveLength(1);
  expect(await ask('?limit=1')).toMatchObject({ more: 2, actions: [{ action: 'user_login' }] });
  await expectProblem(await server.app.request('/api/v1/performance?limit=x'), 'invalid_parameter', /limit/);
});

it('says so when it looked at a part only', async () => {
  const message = 'Polled';
  const lines = seqs(MAX_MEASURED_ENTRIES + 1).map((seq) =>
    logLine(seq, { message, source: 'poller', trace: { execution_time_ms: 1 } }),
  );
  await server.store.append([newSegment(lines)]);
  const { partial, entries } = await ask('?source=poller');
  expect([partial, entries]).toEqual([true, MAX_MEASURED_ENTRIES]);
});
