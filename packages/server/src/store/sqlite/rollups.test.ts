import { EVERYTHING, parseFilter } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import type { LogStore } from '../LogStore.ts';
import { DayWriter } from './DayWriter.ts';
import { dayOf, dayPath, metaPath } from './folder.ts';
import { rebuildRollups } from './rollups.ts';
import { rowsOf } from './rows.ts';
import { openSqliteStore } from './sqlite.ts';

const QUERY = { tenant: 'main', filter: EVERYTHING };
const LEVELS = ['info', 'error', 'warning'] as const;

async function open(folder: string): Promise<LogStore> {
  const onCrash = (error: Error) => {
    throw error;
  };
  return (await openSqliteStore({ folder, onCrash })).store;
}

function someLines(count: number) {
  return seqs(count).map((seq) =>
    logLine(seq, {
      level: LEVELS[seq % LEVELS.length]!,
      // Before 1970 as well.
      timestamp: new Date((seq - count / 2) * 47_000).toISOString(),
    }),
  );
}

/** Makes a file what the first version of this program wrote. */
function toVersion1(path: string, undo: string): void {
  const database = new Database(path);
  database.exec(undo);
  database.pragma('user_version = 1');
  database.close();
}

function rollupsOf(path: string): unknown[] {
  const database = new Database(path, { readonly: true });
  const rows = database.prepare('SELECT * FROM rollups').all();
  database.close();
  return rows;
}

describe('rollups', () => {
  it('are made for files of the version that had none, of days that are over too', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    await first.append([newSegment(someLines(200))]);
    await first.close();
    backdate(folder, '2026-01-01');
    const second = await open(folder);
    await second.append([newSegment(someLines(100))]);
    const expected = await second.stats(QUERY);
    expect(expected.total).toBe(300);
    await second.close();

    const paths = ['2026-01-01', dayOf(Date.now())].map((day) => dayPath(folder, day));
    const written = paths.map(rollupsOf);
    toVersion1(metaPath(folder), 'ALTER TABLE keys DROP COLUMN terms');
    for (const path of paths) toVersion1(path, 'DROP TABLE rollups; DROP TABLE stretches');
    const third = await open(folder);
    expect(await third.stats(QUERY)).toEqual(expected);
    await third.append([newSegment(someLines(7))]);
    expect(await third.stats(QUERY)).toMatchObject({ total: 307 });
    await third.close();
    expect(rollupsOf(paths[0]!)).toEqual(written[0]);
    expect(written.every((rows) => rows.length > 100)).toBe(true);
  });

  it('have nothing of a transaction that was rolled back', () => {
    const folder = temporaryFolder();
    const day = new DayWriter(folder, '2026-01-01');
    const segment = rowsOf(newSegment([logLine(1), logLine(2)]));
    const insert = (position: number) => day.insert(position, segment, null, segment.rows[position - 1]!);
    expect(() =>
      day.database.transaction(() => {
        insert(1);
        throw new Error('The disk is full');
      })(),
    ).toThrow('The disk is full');
    day.forgetTransaction();
    day.database.transaction(() => {
      insert(2);
      day.flushCounts();
    })();
    day.close();
    expect(rollupsOf(dayPath(folder, '2026-01-01'))).toMatchObject([
      { count: 1 },
      { count: 1 },
      { count: 1 },
    ]);
  });

  it('can be made anew after entries were removed', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await store.append([newSegment(someLines(60))]);
    const path = dayPath(folder, dayOf(Date.now()));
    const database = new Database(path);
    database.transaction(() => {
      database.exec(`DELETE FROM entries WHERE severity = 9`);
      rebuildRollups(database);
    })();
    database.close();
    expect(await store.stats(QUERY)).toMatchObject({
      total: 40,
      levels: { info: 0, error: 20, warning: 20 },
    });
    expect(await store.stats({ ...QUERY, filter: parseFilter('entry') })).toMatchObject({ total: 40 });
    await store.close();
  });
});
