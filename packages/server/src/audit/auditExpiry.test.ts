import type { LogEntry, LogLine } from '@tailrace/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newSegment, seqs } from '../../testing/entries.ts';
import { createMemoryHub } from '../hub/memory.ts';
import { createAppendSegments } from '../ingest/appendSegments.ts';
import { DAY_MS, removalBefore } from '../retention/RetentionPeriods.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { AuditHead } from './AuditStore.ts';
import { AuditTrail } from './AuditTrail.ts';
import { auditHash } from './auditEntry.ts';

const ACTOR = { tenant: 'main', name: 'operator', role: 'admin', hash: 'abc' } as const;
const EVENT = { action: 'logs_export', message: 'Exported entries' } as const;
const KEY = 'k'.repeat(43);
const BEGIN = Date.parse('2026-01-01T12:00:00.000Z');

let store: ReturnType<typeof createMemoryStore>;
let heads: Map<string, AuditHead>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: BEGIN });
  store = createMemoryStore();
  heads = new Map();
});
afterEach(() => void vi.useRealTimers());

function load(key = KEY): Promise<AuditTrail> {
  return AuditTrail.load({
    store,
    append: createAppendSegments(store, createMemoryHub(store.head)),
    heads: {
      heads: async () => heads,
      key: async () => key,
      setHead: async (tenant, head) => void heads.set(tenant, head),
    },
    redact: (line) => line,
    ownSessions: new Set(),
  });
}

/** Days pass, each with as many entries. */
async function recordDays(trail: AuditTrail, days: number, perDay: number): Promise<void> {
  for (const _ of seqs(days)) {
    for (const __ of seqs(perDay)) await trail.record(ACTOR, EVENT);
    vi.setSystemTime(Date.now() + DAY_MS);
  }
}

/** As retention does; or, unseen, as nobody should. */
async function removeBefore(time: number, trail?: AuditTrail): Promise<void> {
  await trail?.recordExpiry(time);
  await store.remove({ before: removalBefore(time) });
}

it('what retention removes is written down before, and is no break', async () => {
  const trail = await load();
  await recordDays(trail, 3, 4);
  await removeBefore(BEGIN + DAY_MS, trail);
  expect(await trail.verify('main')).toMatchObject({
    intact: true,
    entries: 9,
    expired: [{ from: 1, to: 4 }],
    breaks: [],
  });
  const line = await store.entry('main', heads.get('main')!.session, 13);
  expect(JSON.parse(line!)).toMatchObject({
    action: 'audit_expire',
    metadata: { actor: 'retention', expired: [[1, 4]] },
  });
});

it('what told of a removal goes in its turn, and what it told stays known', async () => {
  const trail = await load();
  for (const days of seqs(6)) {
    await recordDays(trail, 1, 2);
    await removeBefore(BEGIN + (days - 2) * DAY_MS, trail);
  }
  const report = await (await load()).verify('main');
  expect(report).toMatchObject({ intact: true, expired: [{ from: 1 }] });
  expect(report.expired[0]!.to).toBe(heads.get('main')!.seq - report.entries);
  expect(report.expired[0]!.to).toBeGreaterThan(8);
});

it('nothing is written down twice, nor when nothing goes', async () => {
  const trail = await load();
  await recordDays(trail, 2, 1);
  for (const _ of seqs(3)) await trail.recordExpiry(BEGIN - 1);
  for (const _ of seqs(3)) await trail.recordExpiry(BEGIN + 1);
  await (await load()).recordExpiry(BEGIN + 1);
  expect(heads.get('main')!.seq).toBe(3);
});

it('a removal that nobody wrote down shows, as one of the store', async () => {
  const trail = await load();
  await recordDays(trail, 3, 2);
  await removeBefore(BEGIN + DAY_MS, trail);
  await removeBefore(BEGIN + 2 * DAY_MS);
  expect(await trail.verify('main')).toMatchObject({
    intact: false,
    expired: [{ from: 1, to: 2 }],
    breaks: [{ from: 3, to: 4, problem: 'unrecorded' }],
  });
});

it('what was taken out does not become expired with its neighbours', async () => {
  const trail = await load();
  await recordDays(trail, 1, 3);
  const whole = store;
  store = {
    ...whole,
    get head() {
      return whole.head;
    },
    readAfter: async (request) => {
      const page = await whole.readAfter(request);
      return {
        ...page,
        entries: page.entries.filter(({ text }) => (JSON.parse(text) as LogEntry).seq !== 2),
      };
    },
    session: async () => undefined,
  };
  const again = await load();
  await removeBefore(BEGIN + DAY_MS, again);
  expect(await again.verify('main')).toMatchObject({
    intact: false,
    expired: [
      { from: 1, to: 1 },
      { from: 3, to: 3 },
    ],
    breaks: [{ from: 2, to: 2, problem: 'missing' }],
  });
});

it('an entry that somebody adds to the files without the key shows, and is believed in nothing', async () => {
  const trail = await load();
  await recordDays(trail, 1, 3);
  const { session, hash } = heads.get('main')!;
  const forged: LogLine = {
    seq: 4,
    timestamp: new Date().toISOString(),
    level: 'info',
    category: 'audit',
    source: 'tailrace',
    message: 'Entries of this trail have been kept for long enough',
    action: 'audit_expire',
    metadata: { expired: [[1, 3]], actor: 'retention', previous_hash: hash },
  };
  const asRead = { ...forged, id: '', session, received_at: '', cursor: '' } satisfies LogEntry;
  const sealed = { ...forged, metadata: { ...forged.metadata, hash: auditHash(asRead, undefined) } };
  await store.append([newSegment([sealed], { session })]);
  const again = await load();
  await again.record(ACTOR, EVENT);
  expect(await again.verify('main')).toMatchObject({
    intact: false,
    entries: 5,
    expired: [],
    breaks: [{ from: 4, to: 4, problem: 'changed' }],
  });
  expect(heads.get('main')!.expired).toBeUndefined();
});

it('a trail is good under its own key alone', async () => {
  await recordDays(await load(), 1, 2);
  const other = await load('o'.repeat(43));
  expect((await other.verify('main')).breaks).toMatchObject([
    { from: 1, to: 1, problem: 'changed' },
    { from: 2, to: 2, problem: 'changed' },
  ]);
});

it('a trail that was begun without a key goes on with one', async () => {
  const lines = [1, 2].map((seq): LogLine => ({
    seq,
    timestamp: new Date().toISOString(),
    level: 'info',
    category: 'audit',
    source: 'tailrace',
    message: 'Exported entries',
  }));
  const session = 'olderTrail000000';
  let hash = '';
  const chained = lines.map((line) => {
    const linked = { ...line, metadata: hash === '' ? {} : { previous_hash: hash } };
    hash = auditHash({ ...linked, id: '', session, received_at: '', cursor: '' }, undefined);
    return { ...linked, metadata: { ...linked.metadata, hash } };
  });
  await store.append([newSegment(chained, { session })]);
  heads.set('main', { session, seq: 2, hash });
  const trail = await load();
  await trail.record(ACTOR, EVENT);
  expect(await trail.verify('main')).toMatchObject({ intact: true, entries: 3, breaks: [] });
  expect(heads.get('main')).toMatchObject({ seq: 3, keyedFrom: 3 });
});
