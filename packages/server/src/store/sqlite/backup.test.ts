import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVERYTHING, type LogEntry } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { backdate } from '../../../testing/backdate.ts';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { removalBefore } from '../../retention/RetentionPeriods.ts';
import type { LogStore } from '../LogStore.ts';
import { backupStore } from './backupStore.ts';
import { openSqliteStore } from './sqlite.ts';

async function open(folder: string): Promise<LogStore> {
  const onCrash = (error: Error) => {
    throw error;
  };
  return (await openSqliteStore({ folder, onCrash })).store;
}

describe('a backup', { timeout: 30_000 }, () => {
  it('is made while entries arrive: what was there before, and nothing half', async () => {
    const folder = temporaryFolder();
    const target = join(temporaryFolder(), 'backup');
    const before = await open(folder);
    await before.append([newSegment([logLine(1, { message: 'old' })])]);
    await before.close();
    backdate(folder, '2026-01-01');
    const store = await open(folder);
    await store.append([newSegment([logLine(1, { message: 'new' })])]);

    let isDone = false;
    let appended = 0;
    const appending = (async () => {
      while (!isDone) {
        const lines = seqs(20).map((seq) => logLine(seq, { message: 'meanwhile' }));
        await store.append([newSegment(lines)]);
        appended += lines.length;
      }
    })();
    const backup = await backupStore(folder, target);
    isDone = true;
    await appending;
    expect(backup.files).toBe(3);
    expect(appended).toBeGreaterThan(0);

    const copy = await open(target);
    expect(copy.epoch).not.toBe(store.epoch);
    const query = { tenant: 'main', filter: EVERYTHING, order: 'asc', after: undefined } as const;
    const entries = (await copy.query({ ...query, limit: 100_000 })).entries.map(
      ({ text }) => JSON.parse(text) as LogEntry,
    );
    expect(entries).toHaveLength(backup.entries);
    expect(entries.map(({ message }) => message)).toEqual(expect.arrayContaining(['old', 'new']));
    expect((backup.entries - 2) % 20).toBe(0);
    expect((await copy.stats(query)).total).toBe(backup.entries);
    for (const session of new Set(entries.map((entry) => entry.session))) {
      const { emitted, stored } = (await copy.session('main', session))!;
      expect(stored).toEqual([[1, emitted]]);
    }
    await copy.append([newSegment([logLine(1)])]);
    expect(copy.head).toBe(backup.entries + 1);
    await copy.close();
    await store.close();
  });

  it('can be made of a store that nobody has open, and of one that had entries removed', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await store.append([newSegment([logLine(1)])]);
    await store.remove({ before: removalBefore(Infinity) });
    await store.append([newSegment([logLine(1)])]);
    await store.close();
    const target = temporaryFolder();
    expect(await backupStore(folder, target)).toMatchObject({ files: 2, entries: 1 });
    const modes = readdirSync(target).map((name) => statSync(join(target, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    const copy = await open(target);
    expect(copy.head).toBe(2);
    await copy.close();
  });

  it('goes into no folder that holds something, and is made of nothing but a store', async () => {
    const folder = temporaryFolder();
    await expect(backupStore(folder, join(folder, 'x'))).rejects.toThrow(/There is no store in/);
    await (await open(folder)).close();
    const target = temporaryFolder();
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'mine'), '');
    await expect(backupStore(folder, target)).rejects.toThrow(/holds something: name a folder that is empty/);
  });
});
