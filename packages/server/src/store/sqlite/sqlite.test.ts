import { statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EVERYTHING } from '@tailrace/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { describeSettingsStore } from '../../settings/contract.ts';
import { describeLogStore } from '../contract.ts';
import type { LogStore, ReplayRequest } from '../LogStore.ts';
import { EntryWriter } from './EntryWriter.ts';
import { dayOf, metaPath } from './folder.ts';
import { MetaWriter } from './MetaWriter.ts';
import { rowsOf } from './rows.ts';
import { openSqliteStore } from './sqlite.ts';

function failOnCrash(error: Error): never {
  throw error;
}

async function open(folder: string): Promise<LogStore> {
  return (await openSqliteStore({ folder, onCrash: failOnCrash })).store;
}

describeLogStore('SQLite', () => open(temporaryFolder(afterAll)));
describeSettingsStore('SQLite', async () => {
  const { store, settings } = await openSqliteStore({
    folder: temporaryFolder(afterAll),
    onCrash: failOnCrash,
  });
  return { settings, close: () => store.close() };
});

/** Milliseconds: stores are opened several times, and each starts threads that compile their sources. */
const OPENING_MS = 30_000;

/** Reads to the end: on a slow machine a replay comes in several turns. */
async function positionsAfter(store: LogStore, request: ReplayRequest): Promise<number[]> {
  const found: number[] = [];
  for (let { after } = request; after < request.upTo;) {
    // oxlint-disable-next-line no-await-in-loop
    const { entries, to } = await store.readAfter({ ...request, after });
    found.push(...entries.map(({ position }) => position));
    after = to;
  }
  return found;
}

describe('SQLite store', { timeout: OPENING_MS }, () => {
  it('syncs each commit to disk, after the first write too', () => {
    const folder = temporaryFolder();
    const meta = new MetaWriter(folder);
    const writer = new EntryWriter(folder, meta);
    writer.commit([[rowsOf(newSegment([logLine(1)]))]]);
    expect(writer.synchronous).toBe(2);
    expect(meta.database.pragma('synchronous', { simple: true })).toBe(2);
    writer.close();
    meta.database.close();
  });

  it('has everything again after it was closed and opened, and goes on counting', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    await first.append([newSegment(seqs(3).map((seq) => logLine(seq)))]);
    await first.close();
    const second = await open(folder);
    expect(second.epoch).toBe(first.epoch);
    expect(second.head).toBe(3);
    const { positions } = await second.append([newSegment([logLine(1)])]);
    expect(positions).toEqual([[4]]);
    await second.close();
  });

  it('has its settings again after it was closed and opened, and no version twice', async () => {
    const folder = temporaryFolder();
    const first = await openSqliteStore({ folder, onCrash: failOnCrash });
    const set = await first.settings.setLevels('main', { '': 'warning', 'shop.cart': 'debug' });
    await first.store.close();
    const second = await openSqliteStore({ folder, onCrash: failOnCrash });
    expect(await second.settings.levelSettings()).toEqual(new Map([['main', set]]));
    const next = await second.settings.setLevels('main', {});
    expect(next!.version).toBeGreaterThan(set!.version);
    await second.store.close();
  });

  it('finds a repetition in the files of earlier days, and reads over all of them in order', async () => {
    const folder = temporaryFolder();
    const segment = newSegment(seqs(4).map((seq) => logLine(seq)));
    for (const [i, day] of ['2026-01-01', '2026-01-02'].entries()) {
      const store = await open(folder);
      await store.append([{ ...segment, entries: segment.entries.slice(i, i + 2) }]);
      await store.close();
      backdate(folder, day);
    }
    const store = await open(folder);
    const { positions } = await store.append([segment]);
    expect(positions).toEqual([[0, 0, 0, 4]]);
    const span = { tenant: 'main', filter: EVERYTHING, after: 0, upTo: store.head };
    expect(await positionsAfter(store, span)).toEqual([1, 2, 3, 4]);
    expect(await store.startOfLast(span, 3)).toEqual({ found: 3, after: 1 });
    const page = await store.query({ ...span, after: undefined, order: 'desc', limit: 3 });
    expect(page.entries.map(({ position }) => position)).toEqual([4, 3, 2]);
    const last = await store.query({ ...span, after: page.next, order: 'desc', limit: 3 });
    expect(last.entries.map(({ position }) => position)).toEqual([1]);
    expect(await store.session('main', segment.session)).toMatchObject({ stored: [[1, 4]] });
    await store.close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual([
      'entries-2026-01-01.db',
      'entries-2026-01-02.db',
      `entries-${dayOf(Date.now())}.db`,
      'lock.db',
      'meta.db',
    ]);
  });

  it('keeps its files to their owner', async () => {
    const folder = join(temporaryFolder(), 'data');
    const store = await open(folder);
    await store.append([newSegment([logLine(1)])]);
    const modes = readdirSync(folder).map((name) => [
      name,
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    ]);
    await store.close();
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
    expect(modes.length).toBeGreaterThanOrEqual(5);
    expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
  });

  it('is one server’s alone', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await expect(open(folder)).rejects.toThrow(/Another Tailrace server uses the data folder/);
    await store.close();
    await (await open(folder)).close();
  });

  it('refuses files of a newer version', async () => {
    const folder = temporaryFolder();
    await (await open(folder)).close();
    const meta = new Database(metaPath(folder));
    meta.pragma('user_version = 99');
    meta.close();
    await expect(open(folder)).rejects.toThrow(/written by a newer version/);
  });

  it('stops a query that nobody waits for any more', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await store.append([newSegment(seqs(400).map((seq) => logLine(seq)))]);
    const query = { tenant: 'main', filter: EVERYTHING, order: 'asc', after: undefined, limit: 400 } as const;
    // Cancelled before the reader comes to it: how far it would get otherwise, the machine's load decides.
    const pending = store.query(query, AbortSignal.abort());
    expect(await pending).toMatchObject({ partial: true, next: { position: expect.any(Number) as number } });
    expect(await store.query(query)).toMatchObject({ partial: false });
    expect(await store.stats(query, AbortSignal.abort())).toMatchObject({ partial: true });
    expect(await store.stats(query)).toMatchObject({ total: 400, partial: false });
    await store.close();
  });
});
