import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';

interface Page {
  readonly logs: LogEntry[];
  readonly pagination: Readonly<Record<string, unknown>>;
}

let server: TestApp;

beforeAll(async () => {
  server = await openTestApp();
  const job = { job_run_id: 'j/1', task_run_id: 't-1', task_name: 'load' };
  const lines = seqs(7).map((seq) =>
    logLine(seq, {
      timestamp: `2026-11-${seq < 6 ? 20 : 21}T00:00:0${seq}.000Z`,
      level: seq === 3 ? 'warning' : 'info',
      stream: seq === 4 ? 'stderr' : 'stdout',
      context: job,
    }),
  );
  const other = logLine(8, { context: { camera_id: 'c 1', job_run_id: 'j-2' }, metadata: { port: 554 } });
  await server.store.append([newSegment([...lines, other])]);
});
afterAll(() => server.close());

async function get(path: string): Promise<Page> {
  const answer = await server.app.request(path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

describe('GET /api/v1/logs/job-runs/{id}', () => {
  it('gives the lines of a run, oldest first, as consoles have them', async () => {
    const { logs, pagination } = await get('/api/v1/logs/job-runs/j%2F1');
    expect(pagination).toEqual({ total: 7, limit: 100, offset: 0, count: 7 });
    expect(logs.map(({ message }) => message)).toEqual(seqs(7).map((seq) => `Entry ${seq}`));
    expect(logs[2]).toEqual({
      job_run_id: 'j/1',
      task_run_id: 't-1',
      timestamp: '2026-11-20T00:00:03.000Z',
      level: 'warn',
      stream: 'stdout',
      message: 'Entry 3',
      task_name: 'load',
    });
  });

  it.each([
    ['limit=3', 3, [1, 2, 3]],
    ['limit=3&offset=3', 3, [4, 5, 6]],
    ['limit=3&offset=6', 1, [7]],
    ['limit=3&offset=7', 0, []],
    ['limit=3&offset=1000000000', 0, []],
    ['order=desc&limit=2&offset=1', 2, [6, 5]],
  ])('turns pages by %s', async (query, count, expected) => {
    const { logs, pagination } = await get(`/api/v1/logs/job-runs/j%2F1?${query}`);
    expect(logs.map(({ message }) => message)).toEqual(expected.map((seq) => `Entry ${seq}`));
    expect(pagination).toMatchObject({ total: 7, count });
  });

  it('takes filters, and is found although none passes', async () => {
    const found = await get('/api/v1/logs/job-runs/j%2F1?stream=stderr&format=entry');
    expect(found.logs.map(({ seq }) => seq)).toEqual([4]);
    const { logs, pagination } = await get('/api/v1/logs/job-runs/j%2F1?level=critical');
    expect([logs, pagination['total']]).toEqual([[], 0]);
  });

  it.each(['', '?level=critical'])('does not find a run that nobody named%s', async (query) => {
    const answer = await server.app.request(`/api/v1/logs/job-runs/j${query}`);
    await expectProblem(answer, 'not_found', /^Nothing is known of context.job_run_id j$/);
  });
});

describe('GET /api/v1/logs/task-runs/{id}', () => {
  it('gives the lines of a task run', async () => {
    const { pagination } = await get('/api/v1/logs/task-runs/t-1');
    expect(pagination).toMatchObject({ total: 7 });
  });
});

describe('GET /api/v1/logs/by/{field}/{value}', () => {
  it.each([
    ['camera_id/c%201', [8]],
    ['context.camera_id/c%201', [8]],
    ['port/554', [8]],
    ['metadata.port/554', [8]],
    ['source/checkout?limit=1', [1]],
    ['level/warn', [3]],
    ['stream/stderr', [4]],
  ])('finds %s', async (path, expected) => {
    const { logs } = await get(`/api/v1/logs/by/${path}`);
    expect(logs.map(({ seq }) => seq)).toEqual(expected);
  });
});

describe('GET /api/v1/logs/job-runs/{id}/download', () => {
  it.each([
    ['', 'job-run-j_1.log', 7],
    ['?date=2026-11-20', 'job-run-j_1-2026-11-20.log', 5],
    ['?date=2026-11-21', 'job-run-j_1-2026-11-21.log', 2],
  ])('gives a file%s', async (query, name, lines) => {
    const answer = await server.app.request(`/api/v1/logs/job-runs/j%2F1/download${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="${name}"`);
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    const text = await answer.text();
    expect(text.match(/^2026-11-2\dT00:00:0\d\.000Z (?:INFO|WARNING) +checkout: Entry \d$/gm)).toHaveLength(
      lines,
    );
  });

  it('does not find a day on which the run wrote nothing', async () => {
    const answer = await server.app.request('/api/v1/logs/job-runs/j%2F1/download?date=2026-11-22');
    await expectProblem(answer, 'not_found', /^Nothing is known of this job run on 2026-11-22, in UTC$/);
  });
});
