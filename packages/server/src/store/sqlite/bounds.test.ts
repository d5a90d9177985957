import { afterEach, describe, expect, it, vi } from 'vitest';
import { logLine, newSegment } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { EntryWriter } from './EntryWriter.ts';
import { MetaWriter } from './MetaWriter.ts';
import { rowsOf } from './rows.ts';
import { MAX_WAITING_LENGTH, openSqliteStore } from './sqlite.ts';

describe('what waits for a disk', () => {
  it('is bounded by its length too, and whoever is refused can come again', { timeout: 60_000 }, async () => {
    const { store } = await openSqliteStore({
      folder: temporaryFolder(),
      onCrash: (error) => {
        throw error;
      },
    });
    const message = 'x'.repeat(15_000);
    const half = Math.ceil(MAX_WAITING_LENGTH / 2 / message.length) + 1;
    const segmentOf = () => newSegment(Array.from({ length: half }, (_, i) => logLine(i + 1, { message })));
    const [first, second] = [segmentOf(), segmentOf()];
    const answers = await Promise.allSettled([store.append([first]), store.append([second])]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await store.append([newSegment([logLine(1)])])).positions[0]![0]).toBeGreaterThan(0);
    await store.close();
  });
});

describe('a clock that is set back', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begins a part of the newest file for each of its days, and positions go on', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const meta = new MetaWriter(temporaryFolder());
    const at = (time: string) => {
      vi.setSystemTime(time);
      const [appended] = writer.commit([[rowsOf(newSegment([logLine(1)]))]]);
      return appended!.to;
    };
    vi.setSystemTime('2026-11-20T10:00:00Z');
    const writer = new EntryWriter(temporaryFolder(), meta);
    expect(
      [
        '2026-11-20T10:00:00Z',
        '2027-12-25T10:00:00Z',
        '2026-11-20T10:01:00Z',
        '2026-11-20T23:00:00Z',
        '2026-11-21T00:00:01Z',
      ].map(at),
    ).toEqual([1, 2, 3, 4, 5]);
    expect(meta.days().map(({ day, first_position }) => [day, first_position])).toEqual([
      ['2026-11-20', 1],
      ['2027-12-25', 2],
      ['2027-12-25.0001', 3],
      ['2027-12-25.0002', 5],
    ]);
    writer.close();
    meta.database.close();
  });
});
