import { createSessionId, formatEntryId, type LogLine } from '@tailrace/protocol';
import type { RunningServer } from '../src/index.ts';
import type { KnownValues } from './callText.ts';
import { logLine, seqs } from './entries.ts';
import { HOSTILE_TEXTS } from './hostileValues.ts';
import { segmentBody } from './testServer.ts';

/** Keys that wait to be revoked. */
const SPARE_KEYS = 20;

/** Stores something, and tells by which values it is found. */
export async function fill(
  server: RunningServer,
  keys: Readonly<Record<string, string>>,
): Promise<KnownValues> {
  const session = createSessionId();
  const ask = (path: string, key: string, type: string, body: string) =>
    server.app.request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': type },
      body,
    });
  await ask('/api/v1/logs', keys['ingest']!, 'application/x-ndjson', segmentBody(entries(), { session }));
  const spare = await Promise.all(
    seqs(SPARE_KEYS).map(async (i) => {
      const body = JSON.stringify({ name: `spare ${i}`, role: 'read' });
      return (
        (await (await ask('/api/v1/keys', keys['admin']!, 'application/json', body)).json()) as { id: string }
      ).id;
    }),
  );
  const headers = { Authorization: `Bearer ${keys['read']}` };
  const page = (await (await server.app.request('/api/v1/logs?limit=1', { headers })).json()) as {
    readonly logs: readonly { readonly cursor: string }[];
    readonly pagination: { readonly next: string };
  };
  const ids = [formatEntryId(session, 1), formatEntryId(session, 3)];
  const signIn = new URL(server.signInUrl!).searchParams.get('token')!;
  return {
    query: {
      q: ['level:>=info', 'entry', '-x OR source:*', 'user_id:u1'],
      search: ['entry'],
      query: ['entry'],
      level: ['warn', '9'],
      start: ['2026-11-20T00:00:00Z', '2026-11-20'],
      end: ['2027-01-01T00:00:00Z'],
      field: ['source', 'user_id', 'metadata.note', 'resource.app'],
      cursor: [page.pagination.next],
      after: [page.logs[0]!.cursor, 'now', '3'],
      before: ['3'],
      limit: ['1', '1000'],
      offset: ['0', '2'],
      page: ['1', '2'],
      hours: ['1', '24'],
      last: ['0', '5'],
      batch_ms: ['50'],
      max_rate: ['10'],
      max_message: ['10'],
      days_to_keep: ['36500', '1000'],
      date: ['2026-11-20'],
      token: [signIn],
      tenant: ['main', 'other'],
      session: [session],
      context: ['u1'],
      job_run_id: ['j1'],
      correlation_id: ['c1'],
      user_id: ['u1'],
    },
    path: {
      'GET /api/v1/logs/{id}': { id: ids },
      'GET /api/logs/{id}': { id: ids },
      'GET /api/v1/logs/{id}/context': { id: ids },
      'GET /api/v1/logs/job-runs/{id}': { id: ['j1'] },
      'GET /api/v1/logs/job-runs/{id}/download': { id: ['j1'] },
      'GET /api/v1/logs/task-runs/{id}': { id: ['t1'] },
      'GET /api/v1/logs/by/{field}/{value}': { field: ['user_id', 'source'], value: ['u1', 'checkout'] },
      'GET /api/logs/by/{field}/{value}': { field: ['user_id', 'source'], value: ['u1', 'checkout'] },
      'GET /api/v1/traces/{correlation_id}': { correlation_id: ['c1'] },
      'GET /api/v1/sessions/{session}': { session: [session] },
      'DELETE /api/v1/keys/{id}': { id: spare },
      'GET /demo/{path}': { path: ['index.html'] },
      'GET /assets/{path}': { path: ['console.css'] },
    },
    bodies: BODIES,
  };
}

/** What readers have to cope with. */
function entries(): LogLine[] {
  const context = { user_id: 'u1', job_run_id: 'j1', task_run_id: 't1', correlation_id: 'c1' };
  const awkward = HOSTILE_TEXTS.filter((text) => text.length < 1000).map((text) => text.toWellFormed());
  return ['entry', ...awkward].map((text, i) =>
    logLine(i + 1, {
      message: `entry ${text}`,
      context: i === 0 ? context : { ...context, note: text },
      metadata: { note: text, [text.slice(0, 100)]: i, task_name: 'load' },
      ...(i % 3 === 1 && { error: { name: 'Error', message: text, stack: `Error: ${text}` } }),
      ...(i % 4 === 1 && { trace: { trace_id: 'a'.repeat(32), execution_time_ms: 1.5, status: 'ok' } }),
    }),
  );
}

const BODIES: KnownValues['bodies'] = {
  'POST /api/v1/logs': {
    'application/json': [
      '{"message":"hello"}',
      '[{"message":"a","level":"warn"},{"message":"b"}]',
      '{"entries":[]}',
    ],
    'application/x-ndjson': [segmentBody([logLine(1), logLine(2)])],
    'text/plain': [segmentBody([logLine(1)])],
  },
  'POST /api/v1/keys': {
    'application/json': [
      '{"name":"desk","role":"read","filter":"source:a"}',
      '{"name":"shop","role":"ingest","rate":5}',
    ],
  },
  'PUT /api/v1/settings/levels': { 'application/json': ['{"levels":{"shop":"warn"}}', '{"levels":{}}'] },
};
