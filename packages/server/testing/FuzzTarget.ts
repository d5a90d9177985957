import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSessionId, formatEntryId, type LogLine } from '@tailrace/protocol';
import { readConfig, startServer, type RunningServer } from '../src/index.ts';
import type { OpenApiDocument } from '../src/openapi/OpenApi.ts';
import { createServerLog } from '../src/ServerLog.ts';
import { logLine, seqs } from './entries.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { readKeys, segmentBody } from './testServer.ts';
import type { ApiCall, ApiOperation, Caller } from './ApiCall.ts';
import { apiOperations } from './apiOperations.ts';
import type { CallOptions, KnownValues } from './arbitraryCall.ts';
import { HOSTILE_TEXTS } from './hostileValues.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A server with something in it, to be asked anything. */
export interface FuzzTarget extends CallOptions {
  readonly url: string;
  readonly document: OpenApiDocument;
  readonly operations: readonly ApiOperation[];
  /** Where its data lie, which no answer may tell. */
  readonly folder: string;
  /** What the server said of itself since this was asked before. */
  takeOwnLines(): string[];
  readonly tokens: Readonly<Record<Caller, string | undefined>>;
  /** Without a connection: what it answers is all there is. */
  send(call: ApiCall): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** Keys that wait to be revoked. */
const SPARE_KEYS = 20;

/** @param isPretty whether it says what it says as lines for people */
export async function openFuzzTarget(isPretty: boolean): Promise<FuzzTarget> {
  const removals: (() => void)[] = [];
  const whenDone = (remove: () => void) => void removals.push(remove);
  const folder = temporaryFolder(whenDone);
  const publicDir = temporaryFolder(whenDone);
  writeFileSync(join(publicDir, 'index.html'), '<!doctype html>');
  const config = readConfig({
    LOG_SERVICE_PORT: '0',
    LOG_DATA_DIR: folder,
    LOG_PUBLIC_DIR: publicDir,
    LOG_INGEST_RATE: '0',
    LOG_STREAMS_PER_KEY: '0',
    LOG_STREAMS_PER_ADDRESS: '0',
    LOG_LEVEL: 'debug',
  });
  let lines: string[] = [];
  const log = createServerLog({ level: 'debug', isPretty, write: (line) => void lines.push(line) });
  const server = await startServer(config, { log });
  const keys = readKeys(folder);
  const tokens: Readonly<Record<Caller, string | undefined>> = {
    none: undefined,
    stranger: ['trk', 'admin', 'x'.repeat(32)].join('_'),
    ingest: keys.ingest,
    read: keys.read,
    admin: keys.admin,
  };
  const known = await fill(server, keys);
  const document = (await (await server.app.request('/api/v1/openapi.json')).json()) as OpenApiDocument;
  return {
    url: server.url,
    document,
    operations: apiOperations(document),
    known,
    folder,
    follow: (reference) => document.components.schemas[reference.split('/').at(-1)!]!,
    takeOwnLines: () => {
      const said = lines;
      lines = [];
      return said;
    },
    tokens,
    send: async ({ operation: { method }, caller, url, headers, body }) => {
      const token = tokens[caller];
      const sent = { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers };
      const answer = await server.app.request(url, {
        method,
        headers: sent,
        ...(body !== undefined && { body }),
      });
      return { status: answer.status, headers: answer.headers, body: await answer.text() };
    },
    close: async () => {
      await server.close();
      for (const remove of removals) remove();
    },
  };
}

/** Stores something, and tells by which values it is found. */
async function fill(server: RunningServer, keys: Readonly<Record<string, string>>): Promise<KnownValues> {
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
