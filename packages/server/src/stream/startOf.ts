import type { StreamStart } from '@tailrace/protocol';
import { readCursor } from './clientFrames.ts';
import type { StreamSources } from './StreamSources.ts';
import type { SubscriptionStart } from './Subscription.ts';

/** Where a stream really starts, and whether that is where it was asked to. */
export interface ResolvedStart {
  readonly start: SubscriptionStart;
  readonly resumed: boolean;
}

/**
 * Finds where to start. A cursor that means nothing here, or not yet, gets what a stream without one would: the
 * last entries.
 *
 * @throws {FrameError} `invalid_cursor`
 */
export function startOf({ after, last }: StreamStart, sources: StreamSources): ResolvedStart {
  const { store, feed, bufferSize } = sources;
  if (last !== undefined) return { start: { last }, resumed: true };
  if (after === 'now') return { start: { after: feed.head }, resumed: true };
  const cursor = readCursor(after);
  return cursor.epoch === store.epoch && cursor.position <= feed.head
    ? { start: { after: cursor.position }, resumed: true }
    : { start: { last: bufferSize }, resumed: false };
}
