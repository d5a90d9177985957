import type { LogEntry } from '@tailrace/protocol';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { expectProblem } from '../../testing/expectations.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { logLine, seqs } from '../../testing/entries.ts';
import { createMemoryHub } from '../hub/memory.ts';
import { createAppendSegments } from '../ingest/appendSegments.ts';
import type { LogStore, ReplayRequest } from '../store/LogStore.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { AuditHead } from './AuditStore.ts';
import { AuditTrail } from './AuditTrail.ts';
import { MAX_FAILED_SIGN_INS } from './FailedSignIns.ts';
import type { AuditReport } from './verifyTrail.ts';

const ACTOR = { tenant: 'main', name: 'operator', role: 'admin', hash: 'abc' } as const;
const KEY = 'k'.repeat(43);
const EVENT = { action: 'logs_export', message: 'Exported entries' } as const;

async function auditOf(server: TestServer, query = ''): Promise<LogEntry[]> {
  const answer = await server.fetch(
    `/api/v1/logs?category=audit&source=tailrace&order=asc&limit=1000${query}`,
  );
  return ((await answer.json()) as { readonly logs: LogEntry[] }).logs;
}

async function verification(server: TestServer): Promise<AuditReport> {
  return (await (await server.fetch('/api/v1/audit/verification')).json()) as AuditReport;
}

describe('the audit trail of a server', () => {
  it('tells of sign-ins, failed ones, keys and settings, by whom, and goes on after a restart', async () => {
    const folder = temporaryFolder();
    const first = await startTestServer({}, folder);
    const signedIn = await first.fetch(first.signInUrl!, { key: '' });
    await first.fetch('/sign-in?token=x', { key: '' });
    const cookie = signedIn.headers.get('Set-Cookie')!.split(';')[0]!;
    await first.fetch('/sign-out', {
      method: 'POST',
      key: '',
      headers: { Cookie: cookie, Origin: first.url },
    });
    const headers = { 'Content-Type': 'application/json' };
    await first.fetch('/api/v1/settings/levels', {
      method: 'PUT',
      body: '{"levels":{"shop":"debug"}}',
      headers,
    });
    await first.close();

    const server = await startTestServer({}, folder);
    onTestFinished(() => server.close());
    const made = await server.fetch('/api/v1/keys', {
      method: 'POST',
      body: '{"role":"read","name":"desk"}',
      headers,
    });
    const { token, id } = (await made.json()) as { token: string; id: string };
    await server.fetch(`/api/v1/keys/${id}`, { method: 'DELETE' });

    const entries = await auditOf(server);
    expect(entries.map(({ action }) => action)).toEqual([
      'sign_in',
      'sign_in_failed',
      'sign_out',
      'settings_change',
      'key_create',
      'key_revoke',
    ]);
    expect(entries.map(({ metadata }) => metadata?.['actor'])).toEqual([
      'browser',
      'unknown',
      'browser',
      'admin',
      'admin',
      'admin',
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
    expect(await verification(server)).toMatchObject({ intact: true, entries: 6, breaks: [] });
  });

  it('is written by the server alone', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    await server.fetch('/sign-in?token=x', { key: '' });
    await expect.poll(() => auditOf(server)).toHaveLength(1);
    const [{ session }] = (await auditOf(server)) as [LogEntry];
    const forged = await server.ingest(segmentBody([logLine(2)], { session }));
    await expectProblem(forged, 'invalid_segment', /only the server speaks/);
    await server.fetch('/sign-in?token=x', { key: '' });
    await expect.poll(() => auditOf(server)).toHaveLength(2);
    expect(await verification(server)).toMatchObject({ intact: true, entries: 2 });
  });

  it('does not let failed sign-ins fill the store', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    const wrong = ['trk', 'read', 'x'.repeat(32)].join('_');
    for (const _ of seqs(MAX_FAILED_SIGN_INS * 3)) {
      expect((await server.fetch('/api/v1/logs', { key: wrong })).status).toBe(401);
    }
    await server.fetch('/api/v1/settings/levels', {
      method: 'PUT',
      body: '{"levels":{}}',
      headers: { 'Content-Type': 'application/json' },
    });
    const actions = (await auditOf(server)).map(({ action }) => action);
    expect(actions).toEqual([...seqs(MAX_FAILED_SIGN_INS).map(() => 'sign_in_failed'), 'settings_change']);
  });
});

describe('a trail', () => {
  let store: ReturnType<typeof createMemoryStore>;
  let heads: Map<string, AuditHead>;

  beforeEach(() => {
    store = createMemoryStore();
    heads = new Map();
  });

  interface Circumstances {
    /** What is read. */
    readonly store?: LogStore;
    /** Whether the process dies between the entry's commit and that of the trail's end. */
    readonly isLost?: boolean;
    readonly key?: string;
  }

  async function load({
    store: read = store,
    isLost = false,
    key = KEY,
  }: Circumstances = {}): Promise<AuditTrail> {
    const append = createAppendSegments(store, createMemoryHub(store.head));
    return AuditTrail.load({
      store: read,
      append,
      heads: {
        heads: async () => heads,
        key: async () => key,
        setHead: async (tenant, head) => {
          if (isLost && head.seq > 1) throw new Error('The process died');
          heads.set(tenant, head);
        },
      },
      redact: (line) => line,
      ownSessions: new Set(),
    });
  }

  it('is one chain, however many record at the same time', async () => {
    const trail = await load();
    await Promise.all(seqs(50).map(() => trail.record(ACTOR, EVENT)));
    await trail.record({ ...ACTOR, tenant: 'other' }, EVENT);
    expect(await trail.verify('main')).toMatchObject({ intact: true, entries: 50 });
    expect(await trail.verify('other')).toMatchObject({
      intact: true,
      entries: 1,
    });
  });

  it('goes on where it was after a crash between the entry and its end', async () => {
    const dying = await load({ isLost: true });
    await dying.record(ACTOR, EVENT);
    await expect(dying.record(ACTOR, EVENT)).rejects.toThrow('died');
    const trail = await load();
    await trail.record(ACTOR, EVENT);
    expect(await trail.verify('main')).toMatchObject({ intact: true, entries: 3 });
  });

  it('says of what it could not store that it could not, and stays whole', async () => {
    const trail = await load();
    await trail.record(ACTOR, EVENT);
    const failing = vi.spyOn(store, 'append').mockRejectedValueOnce(new Error('The disk is full'));
    await expect(trail.record(ACTOR, EVENT)).rejects.toThrow('full');
    expect(failing).toHaveBeenCalledOnce();
    await trail.record(ACTOR, EVENT);
    expect(await trail.verify('main')).toMatchObject({ intact: true, entries: 2 });
  });

  it.each([
    ['the first is missing', 1, undefined, [{ from: 1, to: 1, problem: 'missing' }]],
    ['one in between is missing', 3, undefined, [{ from: 3, to: 3, problem: 'missing' }]],
    ['the last is missing', 5, undefined, [{ from: 5, to: 5, problem: 'missing' }]],
    ['one is changed', 3, 'Imported', [{ from: 3, to: 3, problem: 'changed' }]],
  ])('shows where %s', async (_name, seq, message, breaks) => {
    const trail = await load();
    for (const _ of seqs(5)) await trail.record(ACTOR, EVENT);
    const tampered = {
      ...store,
      head: store.head,
      readAfter: async (request: ReplayRequest) => {
        const page = await store.readAfter(request);
        const entries = page.entries.flatMap((entry) => {
          if ((JSON.parse(entry.text) as LogEntry).seq !== seq) return [entry];
          return message === undefined ? [] : [{ ...entry, text: entry.text.replace('Exported', message) }];
        });
        return { ...page, entries };
      },
    };
    const report = await (await load({ store: tampered })).verify('main');
    expect(report).toMatchObject({ intact: false, breaks });
  });
});
