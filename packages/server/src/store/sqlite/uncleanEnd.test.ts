import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { EVERYTHING } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { eventually } from '../../../testing/eventually.ts';
import { DAY_MS, DEFAULT_RETENTION, removalTimes } from '../../retention/RetentionPeriods.ts';
import { MAX_CHECKED_AT_START } from './checkFolder.ts';
import { dayOf, dayPath, metaPath } from './folder.ts';
import { lostCommits } from './lostCommits.ts';
import type { SalvagedDay } from './salvageDay.ts';
import { openSqliteStore, type SqliteStores } from './sqlite.ts';

const ENTRIES = 4000;
const PAGE = 4096;

function throwError(error: Error): never {
  throw error;
}

function open(folder: string, onCrash: (error: Error) => void = throwError): Promise<SqliteStores> {
  return openSqliteStore({ folder, onCrash });
}

/** A store that was closed, and looks as if its server had been killed. */
async function killedStore(): Promise<string> {
  const folder = temporaryFolder();
  const { store } = await open(folder);
  const entries = seqs(ENTRIES).map((seq) => logLine(seq, { metadata: { amount: seq } }));
  const segment = newSegment([], { resource: '{"app":"shop"}' });
  for (let from = 0; from < ENTRIES; from += 500) {
    const some = newSegment(entries.slice(from, from + 500)).entries;
    await store.append([{ ...segment, emitted: ENTRIES, entries: some }]);
  }
  await store.close();
  expect(existsSync(join(folder, 'running'))).toBe(false);
  writeFileSync(join(folder, 'running'), 'running\n');
  return folder;
}

function damageByte(path: string, at: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([~readFileSync(path)[at]! & 0xff]), 0, 1, at);
  closeSync(file);
}

/** Writes nonsense over some pages, as a disk may. */
function damage(path: string, pages: readonly number[]): void {
  const file = openSync(path, 'r+');
  for (const page of pages) writeSync(file, Buffer.alloc(PAGE, 0x5a), 0, PAGE, page * PAGE);
  closeSync(file);
}

const total = async ({ store }: SqliteStores) =>
  (await store.stats({ tenant: 'main', filter: EVERYTHING })).total;

describe('a store whose server did not come to its end', { timeout: 60_000 }, () => {
  it('is as it was when nothing is damaged', async () => {
    const folder = await killedStore();
    const opened = await open(folder);
    expect(opened.salvaged).toBeUndefined();
    expect(await total(opened)).toBe(ENTRIES);
    expect(existsSync(join(folder, 'running'))).toBe(true);
    await opened.store.close();
    expect(existsSync(join(folder, 'running'))).toBe(false);
  });

  it('puts a damaged day aside, saves what can be read, and says how much', async () => {
    const folder = await killedStore();
    const path = dayPath(folder, dayOf(Date.now()));
    const untouched = await open(folder);
    const { epoch } = untouched.store;
    await untouched.store.close();
    writeFileSync(join(folder, 'running'), 'running\n');
    const pages = statSync(path).size / PAGE;
    damage(
      path,
      [0.3, 0.5, 0.7].map((share) => Math.floor(pages * share)),
    );

    const opened = await open(folder);
    const { kept, lost, damaged } = opened.salvaged!;
    expect(kept).toBeGreaterThan(ENTRIES / 2);
    expect(kept + lost!).toBe(ENTRIES);
    expect(existsSync(damaged)).toBe(true);
    expect(await total(opened)).toBe(kept);
    const { store } = opened;
    const found = await store.query({
      tenant: 'main',
      filter: EVERYTHING,
      order: 'asc',
      after: undefined,
      limit: ENTRIES,
    });
    expect(found.entries).toHaveLength(kept);
    expect(store.epoch === epoch).toBe(lost === 0);
    expect((await store.append([newSegment([logLine(1)])])).positions[0]![0]).toBeGreaterThan(0);
    await store.close();
    const again = await open(folder);
    expect(again.salvaged).toBeUndefined();
    expect(await total(again)).toBe(kept + 1);
    await again.store.close();
  });

  it('starts a day anew of which nothing can be read', async () => {
    const folder = await killedStore();
    const path = dayPath(folder, dayOf(Date.now()));
    writeFileSync(path, Buffer.alloc(10 * PAGE, 0x5a));
    const opened = await open(folder);
    expect(opened.salvaged).toMatchObject({
      kept: 0,
      problem: expect.stringContaining('not a database') as string,
    });
    expect(opened.salvaged!.lost).toBeUndefined();
    expect(await total(opened)).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).not.toEqual([]);
    await opened.store.close();
  });

  it('is checked while it runs when it is large, and saved at the next start', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const message = 'x'.repeat(12_000);
    const count = Math.ceil((1.2 * MAX_CHECKED_AT_START) / message.length);
    const segment = newSegment([]);
    for (let from = 0; from < count; from += 100) {
      const lines = seqs(Math.min(100, count - from)).map((i) => logLine(from + i, { message }));
      await first.store.append([{ ...segment, entries: newSegment(lines).entries }]);
    }
    await first.store.close();
    const path = dayPath(folder, dayOf(Date.now()));
    writeFileSync(join(folder, 'running'), 'running\n');
    damage(path, [Math.floor((statSync(path).size / PAGE) * 0.5)]);

    const crashes: string[] = [];
    const second = await open(folder, ({ message: told }) => void crashes.push(told));
    expect(second.salvaged).toBeUndefined();
    await eventually(() => expect(crashes).toHaveLength(1));
    expect(crashes[0]).toMatch(/^The file of \d{4}-\d\d-\d\d is damaged \(.*\); the next start saves/);
    await second.store.close();

    const third = await open(folder);
    expect(third.salvaged!.kept + third.salvaged!.lost!).toBe(count);
    expect(third.salvaged!.lost).toBeLessThan(20);
    await third.store.close();
    expect(existsSync(join(folder, 'running'))).toBe(false);
  });

  it('is refused when what says who may come in is damaged', async () => {
    const folder = await killedStore();
    copyFileSync(metaPath(folder), join(folder, 'kept'));
    writeFileSync(metaPath(folder), Buffer.alloc(4 * PAGE, 0x5a));
    await expect(open(folder)).rejects.toThrow(/meta\.db is damaged \(.*\): put a backup in its place/);
    copyFileSync(join(folder, 'kept'), metaPath(folder));
    const opened = await open(folder);
    expect(await total(opened)).toBe(ENTRIES);
    await opened.store.close();
  });

  it('tells how many commits of a damaged log are lost, and gives nobody their cursors', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const { epoch } = first.store;
    for (const seq of seqs(20)) await first.store.append([newSegment([logLine(seq)])]);
    const wal = `${dayPath(folder, dayOf(Date.now()))}-wal`;
    const whole = readFileSync(wal);
    expect(lostCommits(wal)).toBe(0);
    const copy = temporaryFolder();
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(copy, name));
    await first.store.close();
    damageByte(join(copy, basename(wal)), Math.floor(whole.length / 2));

    const opened = await open(copy);
    const [log, ...others] = opened.damagedLogs;
    expect(others).toEqual([]);
    const left = await total(opened);
    expect(left).toBeGreaterThan(0);
    expect(log!.commits).toBeGreaterThan(0);
    expect(left + log!.commits).toBe(20);
    expect(existsSync(log!.damaged)).toBe(true);
    expect(opened.store.epoch).not.toBe(epoch);
    await opened.store.close();
  });
});

describe('a store that was closed in good order', { timeout: 60_000 }, () => {
  it.each([
    ['is missing', (path: string) => rmSync(path)],
    ['is empty', (path: string) => truncateSync(path)],
    ['lacks its end', (path: string) => truncateSync(path, 3 * PAGE)],
  ])('is refused when meta.db %s, rather than begun anew beside its days', async (_, harm) => {
    const folder = await killedStore();
    rmSync(join(folder, 'running'));
    harm(metaPath(folder));
    await expect(open(folder)).rejects.toThrow(/meta\.db is damaged \(.*\): put a backup in its place/);
  });

  it('saves what can be read of an older day when a read comes upon its damage', async () => {
    const folder = await killedStore();
    rmSync(join(folder, 'running'));
    backdate(folder, '2026-01-05');
    const second = await open(folder);
    await second.store.append([newSegment([logLine(1)])]);
    await second.store.close();
    const path = dayPath(folder, '2026-01-05');
    const pages = statSync(path).size / PAGE;
    damage(
      path,
      [0.3, 0.5, 0.7].map((share) => Math.floor(pages * share)),
    );
    const salvaged: SalvagedDay[] = [];
    const { store } = await openSqliteStore({
      folder,
      onCrash: throwError,
      onSalvaged: (day) => void salvaged.push(day),
    });
    const readToTheEnd = async () => {
      const request = { tenant: 'main', filter: EVERYTHING, upTo: store.head };
      for (let after = 0; after < store.head;) ({ to: after } = await store.readAfter({ ...request, after }));
    };
    // The read that comes upon it waits, and has what was saved.
    await readToTheEnd();
    expect(salvaged).toHaveLength(1);
    expect(salvaged[0]).toMatchObject({ day: '2026-01-05' });
    expect(salvaged[0]!.kept + salvaged[0]!.lost!).toBe(ENTRIES);
    await store.close();
  });

  it('counts nothing as lost that was removed before, and goes on accounting for it', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const levelOf = (seq: number) => (seq % 3 === 0 ? ('debug' as const) : ('error' as const));
    const segment = newSegment(seqs(ENTRIES).map((seq) => logLine(seq, { level: levelOf(seq) })));
    const receivedAt = Date.parse('2026-01-05T12:00:00Z');
    await first.store.append([{ ...segment, receivedAt }]);
    await first.store.close();
    backdate(folder, '2026-01-05');
    const second = await open(folder);
    await second.store.append([newSegment([logLine(1)])]);
    await second.store.remove({ before: removalTimes(DEFAULT_RETENTION, receivedAt + 20 * DAY_MS) });
    const removed = Math.floor(ENTRIES / 3);
    expect(await total(second)).toBe(ENTRIES - removed + 1);
    await second.store.close();
    const path = dayPath(folder, '2026-01-05');
    const database = new Database(path);
    const { rootpage } = database
      .prepare<[], { rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE name = 'entries_by_time'`)
      .get()!;
    database.close();
    // Of an index: the file is damaged, and all that was kept is there.
    damage(path, [rootpage - 1]);

    const salvaged: SalvagedDay[] = [];
    const onSalvaged = (day: SalvagedDay) => void salvaged.push(day);
    const { store } = await openSqliteStore({ folder, onCrash: throwError, onSalvaged });
    expect((await store.stats({ tenant: 'main', filter: EVERYTHING })).total).toBe(ENTRIES - removed + 1);
    const page = { tenant: 'main', filter: EVERYTHING, order: 'asc', after: undefined, limit: 10 } as const;
    expect((await store.query(page)).entries).toHaveLength(10);
    expect(salvaged).toMatchObject([{ kept: ENTRIES - removed, lost: 0 }]);
    const { session } = segment;
    const record = (await store.session('main', session))!;
    expect(record.removed.reduce((sum, [from, to]) => sum + to - from + 1, 0)).toBe(removed);
    const replay = { tenant: 'main', filter: EVERYTHING, after: 0, upTo: store.head };
    expect(await store.removedAfter(replay)).toMatchObject({ count: removed });
    await store.close();
  });

  it('ends when a read comes upon damage in the newest day, and the next start saves what can be read', async () => {
    const folder = await killedStore();
    rmSync(join(folder, 'running'));
    const path = dayPath(folder, dayOf(Date.now()));
    const pages = statSync(path).size / PAGE;
    damage(
      path,
      [0.3, 0.5, 0.7].map((share) => Math.floor(pages * share)),
    );
    const crashes: string[] = [];
    const first = await open(folder, ({ message }) => void crashes.push(message));
    const readToTheEnd = async () => {
      const request = { tenant: 'main', filter: EVERYTHING, upTo: ENTRIES };
      for (let after = 0; after < ENTRIES;) {
        ({ to: after } = await first.store.readAfter({ ...request, after }));
      }
    };
    await expect(readToTheEnd()).rejects.toThrow('is being saved: ask again later');
    expect(crashes).toEqual([expect.stringMatching(/is damaged .*; the next start saves/) as string]);
    await first.store.close();
    const second = await open(folder);
    expect(second.salvaged!.kept + second.salvaged!.lost!).toBe(ENTRIES);
    await second.store.close();
  });
});
