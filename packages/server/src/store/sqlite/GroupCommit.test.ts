import { describe, expect, it } from 'vitest';
import { logLine, newSegment } from '../../../testing/entries.ts';
import type { Appended } from '../LogStore.ts';
import { GroupCommit } from './GroupCommit.ts';
import { rowsOf, type SegmentRows } from './rows.ts';

const segments = (seq: number): SegmentRows[] => [rowsOf(newSegment([logLine(seq)]))];
const appended: Appended = { from: 0, to: 1, positions: [[1]] };

describe('a group commit', () => {
  it('shares one commit among the appends of a moment', async () => {
    const commits: number[] = [];
    const group = new GroupCommit((appends) => {
      commits.push(appends.length);
      return appends.map(() => appended);
    });
    await Promise.all([1, 2, 3].map((seq) => group.append(segments(seq))));
    expect(commits).toEqual([3]);
  });

  it('fails an append for its own sake only', async () => {
    const group = new GroupCommit((appends) => {
      if (appends.flat().some(({ rows }) => rows[0]?.[0] === 2)) throw new Error('Cannot be stored');
      return appends.map(() => appended);
    });
    const results = await Promise.allSettled([1, 2, 3].map((seq) => group.append(segments(seq))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
