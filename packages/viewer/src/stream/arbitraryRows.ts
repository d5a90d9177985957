import { formatCursor, formatEntryId, LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import fc from 'fast-check';
import type { LogBuffer } from './LogBuffer.ts';

const SESSION = 'arbitraryRows001';
const WORDS = ['alpha', 'Beta', 'gamma\nALPHA', 'delta.*', '', 'beta beta', 'été ÉTÉ'];
const SOURCES = ['web', 'api'];

/** The entry at a position: the same each time, and late about every third time. */
export function entryAt(position: number): LogEntry {
  const timestamp = new Date(Date.UTC(2026, 10, 20) + ((position * 7) % 61) * 997).toISOString();
  return {
    id: formatEntryId(SESSION, position),
    session: SESSION,
    seq: position,
    timestamp,
    received_at: timestamp,
    cursor: formatCursor('e1', position),
    level: LOG_LEVELS[position % LOG_LEVELS.length]!,
    source: SOURCES[position % SOURCES.length]!,
    ...(position % 3 === 0 && { logger: `shop.part${position % 4}` }),
    message: `${WORDS[position % WORDS.length]} ${position % 11 === 0 ? 'alpha' : position % 5}`,
    context: { user_id: `u-${position % 4}` },
  };
}

/** Something that happens to a buffer. */
export type BufferStep =
  | { readonly kind: 'append' | 'prepend'; readonly positions: readonly number[] }
  | { readonly kind: 'gap'; readonly position: number }
  | { readonly kind: 'release' | 'clear' };

const positions = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 15 });
const step: fc.Arbitrary<BufferStep> = fc.oneof(
  { weight: 8, arbitrary: positions.map((list) => ({ kind: 'append' as const, positions: list })) },
  { weight: 3, arbitrary: positions.map((list) => ({ kind: 'prepend' as const, positions: list })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 120 }).map((position) => ({ kind: 'gap' as const, position })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'release' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);

/** A life of a buffer. */
export const bufferSteps = fc.array(step, { maxLength: 12 });

export function takeStep(buffer: LogBuffer, taken: BufferStep): void {
  switch (taken.kind) {
    case 'append':
      return buffer.append(taken.positions.map(entryAt));
    case 'prepend':
      return buffer.prepend(taken.positions.map(entryAt));
    case 'gap': {
      const gap = { from: 'e1.0', to: `e1.${taken.position}`, count: 1, reason: 'slow' } as const;
      return taken.position % 2 === 0 ? buffer.addGap(gap) : buffer.fillGap(gap, [entryAt(taken.position)]);
    }
    case 'release':
      return buffer.releaseOlder();
    case 'clear':
      return buffer.clear();
  }
}
