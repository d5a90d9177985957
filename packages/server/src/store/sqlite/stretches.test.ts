import { parseFilter } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import type { LogStore } from '../LogStore.ts';
import { dayOf, dayPath, metaPath } from './folder.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { openSqliteStore } from './sqlite.ts';

async function open(folder: string): Promise<LogStore> {
  const onCrash = (error: Error) => {
    throw error;
  };
  return (await openSqliteStore({ folder, onCrash })).store;
}

/** Two of them are far ahead of the others. */
function someLines(count: number) {
  return seqs(count).map((seq) =>
    logLine(seq, { timestamp: new Date((seq % 1000 === 3 ? seq + 9999 : seq) * 1000).toISOString() }),
  );
}

function inFile<T>(path: string, act: (database: Database.Database) => T): T {
  const database = new Database(path);
  try {
    return act(database);
  } finally {
    database.close();
  }
}

const stretchesIn = (path: string) =>
  inFile(path, (database) => database.prepare('SELECT * FROM stretches ORDER BY number').all());

it('stretches of files of the version that knew the latest time up to each are described anew', async () => {
  const folder = temporaryFolder();
  const first = await open(folder);
  await first.append([newSegment(someLines(2000))]);
  await first.close();
  backdate(folder, '2026-01-01');
  const second = await open(folder);
  await second.append([newSegment(someLines(1000)), newSegment(someLines(700))]);
  const query = {
    tenant: 'main',
    filter: parseFilter('level:info'),
    order: 'desc',
    after: undefined,
    limit: 900,
  } as const;
  const expected = await second.query(query);
  await second.close();

  const paths = ['2026-01-01', dayOf(Date.now())].map((day) => dayPath(folder, day));
  const written = paths.map(stretchesIn);
  for (const path of paths) {
    inFile(path, (database) =>
      database.exec(`
        ALTER TABLE stretches RENAME COLUMN last TO latest;
        UPDATE stretches SET latest = (SELECT max(latest) FROM stretches AS s WHERE s.number <= stretches.number);
      `),
    );
  }
  for (const path of [...paths, metaPath(folder)])
    inFile(path, (database) => database.pragma('user_version = 4'));
  const third = await open(folder);
  expect(await third.query(query)).toEqual(expected);
  await third.close();
  expect(paths.map(stretchesIn)).toEqual(written);
  expect(written.map((rows) => rows.length)).toEqual([4, 5]);
  for (const path of [...paths, metaPath(folder)]) {
    expect(inFile(path, (database) => database.pragma('user_version', { simple: true }))).toBe(
      SCHEMA_VERSION,
    );
  }
});
