import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { EVERYTHING, isHeaderLine } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { DAY_MS, DEFAULT_RETENTION, removalBefore, removalTimes } from '../../retention/RetentionPeriods.ts';
import type { LogStore } from '../LogStore.ts';
import { describeLogRemoval } from '../removal/contract.ts';
import { DayThinner } from './DayThinner.ts';
import { DayWriter } from './DayWriter.ts';
import { dayOf, dayPath, metaPath } from './folder.ts';
import { keyTerm } from './indexTerms.ts';
import { rebuildRollups } from './rollups.ts';
import { rowsOf } from './rows.ts';
import { openSqliteStore } from './sqlite.ts';
import { LINE_OBJECT } from './storedLine.ts';

const DAY = '2026-01-01';
const NOON = Date.parse(`${DAY}T12:00:00.000Z`);
const ALL = { before: removalBefore(Infinity) };
const LEVELS = ['debug', 'info', 'error'] as const;

async function open(folder = temporaryFolder()): Promise<LogStore> {
  const onCrash = (error: Error) => {
    throw error;
  };
  return (await openSqliteStore({ folder, onCrash })).store;
}

/** A store with a day that is over. */
async function openWithOldDay(folder: string, count = 90): Promise<LogStore> {
  const store = await open(folder);
  const entries = seqs(count).map((seq) => logLine(seq, { level: LEVELS[seq % 3]! }));
  await store.append([newSegment(entries, { receivedAt: NOON, resource: '{"app":"shop"}' })]);
  await store.close();
  backdate(folder, DAY);
  return open(folder);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('entries-') && name.endsWith('.db'))
    .toSorted();
}

async function total(store: LogStore): Promise<number> {
  return (await store.stats({ tenant: 'main', filter: EVERYTHING })).total;
}

describeLogRemoval('SQLite', () => open());

describe('removing from files', { timeout: 30_000 }, () => {
  it('removes the file when nothing in it is to be kept, and keeps it while something is', async () => {
    const folder = temporaryFolder();
    const store = await openWithOldDay(folder);
    const today = `entries-${dayOf(Date.now())}.db`;
    await store.append([newSegment([logLine(1)])]);
    await store.remove({ before: removalTimes(DEFAULT_RETENTION, NOON + 31 * DAY_MS) });
    expect(filesOf(folder)).toEqual([`entries-${DAY}.db`, today]);
    expect(await total(store)).toBe(31);
    await store.remove({ before: removalTimes(DEFAULT_RETENTION, NOON + 91 * DAY_MS) });
    expect(readdirSync(folder).filter((name) => name.includes(DAY))).toEqual([]);
    expect(await total(store)).toBe(1);
    await store.close();
  });

  it('begins a second file of today to remove from the first, and sorts it behind', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    const today = dayOf(Date.now());
    await store.append([newSegment([logLine(1)], { receivedAt: Date.now() })]);
    await store.remove(ALL);
    expect(filesOf(folder)).toEqual([`entries-${today}.0001.db`]);
    await store.append([newSegment([logLine(1)], { receivedAt: Date.now() })]);
    expect(await store.remove(ALL)).toMatchObject({ entries: 1 });
    expect(filesOf(folder)).toEqual([`entries-${today}.0002.db`]);
    await store.append([newSegment([logLine(1)])]);
    await store.close();
    const again = await open(folder);
    expect(again.head).toBe(3);
    expect(filesOf(folder)).toEqual([`entries-${today}.0002.db`]);
    expect(await total(again)).toBe(1);
    await again.close();
  });

  it('lets queries that are under way come to their end', async () => {
    const store = await openWithOldDay(temporaryFolder(), 3000);
    const query = {
      tenant: 'main',
      filter: EVERYTHING,
      order: 'asc',
      after: undefined,
      limit: 1000,
    } as const;
    const span = { tenant: 'main', filter: EVERYTHING, after: 0, upTo: store.head };
    const answers: Promise<unknown>[] = [];
    const removed = store.remove(ALL);
    let isDone = false;
    void removed.finally(() => (isDone = true));
    while (!isDone) {
      const round = [store.query(query), store.readAfter(span), store.stats(query), store.count(span)];
      answers.push(...round);
      await Promise.all(round);
    }
    expect(await removed).toMatchObject({ entries: 3000 });
    expect(answers.length).toBeGreaterThan(3);
    expect(await store.query(query)).toMatchObject({ entries: [], partial: false });
    await store.close();
  });

  it('finishes what a process that ended had begun', async () => {
    const folder = temporaryFolder();
    const first = await openWithOldDay(folder);
    await first.append([newSegment([logLine(1)])]);
    await first.close();
    const meta = new Database(metaPath(folder));
    meta.prepare('INSERT INTO retired_days VALUES (?)').run(DAY);
    meta.prepare('DELETE FROM days WHERE day = ?').run(DAY);
    meta.close();
    const store = await open(folder);
    expect(await total(store)).toBe(1);
    expect(existsSync(dayPath(folder, DAY))).toBe(true);
    await store.remove({ before: removalBefore(0) });
    expect(existsSync(dayPath(folder, DAY))).toBe(false);
    await store.close();
  });

  it('gives room back, of entries that lay between others too', async () => {
    const folder = temporaryFolder();
    const store = await openWithOldDay(folder, 3000);
    const { size } = statSync(dayPath(folder, DAY));
    await store.remove({ before: removalTimes(DEFAULT_RETENTION, NOON + 8 * DAY_MS) });
    expect(await total(store)).toBe(2000);
    expect(statSync(dayPath(folder, DAY)).size).toBeLessThan(size * 0.8);
    await store.close();
  });

  it('leaves counts and indexes as if what is gone had never been there', () => {
    const entry = fc.record({
      level: fc.constantFrom('debug', 'debug', 'info', 'error' as const),
      source: fc.constantFrom('a', 'b/c'),
      category: fc.constantFrom('system', 'system', 'audit' as const),
      word: fc.constantFrom('één', 'plain', 'x'.repeat(40)),
      at: fc.integer({ min: -100_000, max: 100_000 }),
      isTimed: fc.boolean(),
      tenant: fc.constantFrom('main', 'other'),
    });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(7, 8, 20, 31, 91, 366),
        (entries, days) => {
          const removed: (() => void)[] = [];
          const folder = temporaryFolder((remove) => removed.push(remove));
          const day = new DayWriter(folder, DAY);
          day.database.transaction(() => {
            for (const [i, { tenant, at, word, isTimed, ...fields }] of entries.entries()) {
              const line = logLine(i + 1, {
                ...fields,
                message: word,
                context: { user_id: word },
                ...(isTimed && { trace: { execution_time_ms: 1 } }),
                timestamp: new Date(NOON + at).toISOString(),
              });
              const segment = rowsOf(newSegment([line], { tenant, receivedAt: NOON }));
              day.saveSession(segment);
              day.insert(i + 1, segment, null, segment.rows[0]!);
            }
            day.flushCounts();
          })();
          const before = removalTimes(DEFAULT_RETENTION, NOON + days * DAY_MS);
          const count = day.database.prepare('SELECT count(*) FROM entries').pluck();
          const kept = count.get() as number;
          let gone = 0;
          for (const slice of new DayThinner(day.database).remove(before)) gone += slice;
          expect(count.get()).toBe(kept - gone);
          const rollups = day.database.prepare('SELECT * FROM rollups');
          const thinned = rollups.all();
          rebuildRollups(day.database);
          expect(thinned).toEqual(rollups.all());
          for (const word of ['één', 'plain', 'x'.repeat(40)]) {
            const rows = day.database
              .prepare(
                `SELECT position AS rowid FROM entries WHERE json_extract(${LINE_OBJECT}, '$.message') = ?`,
              )
              .all(word);
            const hits = (index: string, term: string) =>
              day.database
                .prepare<[string]>(`SELECT rowid FROM ${index} WHERE ${index} MATCH ?`)
                .all(`"${term}"`);
            expect(hits('words', word)).toEqual(rows);
            expect(hits('keys', keyTerm('user_id', word))).toEqual(rows);
          }
          day.close();
          for (const remove of removed) remove();
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('archives', { timeout: 30_000 }, () => {
  function archived(folder: string): { names: string[]; entries: Record<string, unknown>[] } {
    const names = readdirSync(folder).toSorted();
    const text = names
      .filter((name) => name.endsWith('.gz'))
      .map((name) => gunzipSync(readFileSync(join(folder, name))).toString())
      .join('');
    const lines = text.split('\n').filter((line) => line !== '' && !isHeaderLine(line));
    return { names, entries: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  }

  it('hold the whole day before anything of it is removed, once', async () => {
    const folder = temporaryFolder();
    const archiveDir = join(temporaryFolder(), 'archive');
    const store = await openWithOldDay(folder, 250);
    const after = (days: number) => ({
      before: removalTimes(DEFAULT_RETENTION, NOON + days * DAY_MS),
      archiveDir,
    });
    expect(await store.remove(after(7))).toEqual({ entries: 0, archived: 0 });
    expect(existsSync(archiveDir)).toBe(false);
    expect(await store.remove(after(8))).toEqual({ entries: 83, archived: 250 });
    const { names, entries } = archived(archiveDir);
    expect(names).toEqual([`${DAY}.${store.epoch}.json`, `${DAY}.${store.epoch}.main.ndjson.gz`]);
    expect(entries.map(({ seq }) => seq)).toEqual(seqs(250));
    expect(names.map((name) => statSync(join(archiveDir, name)).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(await store.remove(after(91))).toEqual({ entries: 167, archived: 0 });
    expect(archived(archiveDir).names).toEqual(names);
    await store.close();
  });

  it('leave everything where it is when they cannot be written', async () => {
    const store = await openWithOldDay(temporaryFolder());
    const archiveDir = join(temporaryFolder(), 'a-file');
    writeFileSync(archiveDir, '');
    await expect(store.remove({ ...ALL, archiveDir })).rejects.toThrow(/could be removed: EEXIST.*a-file/);
    expect(await total(store)).toBe(90);
    expect(await store.remove(ALL)).toEqual({ entries: 90, archived: 0 });
    await store.close();
  });
});
