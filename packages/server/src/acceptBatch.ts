import type { SegmentReply } from '@tailrace/protocol';
import type { LogHub } from './hub/LogHub.ts';
import type { ParsedSegment } from './ingest/ParsedSegment.ts';
import type { Appended, LogStore, NewSegment, StoredEntry } from './store/LogStore.ts';

/**
 * Stores what was checked, and resolves after the commit: the reply is the acknowledgement.
 *
 * @param receivedAt milliseconds since 1970
 * @throws {StoreError} when nothing of it was stored
 */
export type AcceptBatch = (
  segments: readonly ParsedSegment[],
  tenant: string,
  receivedAt: number,
) => Promise<SegmentReply[]>;

/** Makes the one way by which entries get in: store, publish, acknowledge. */
export function createAcceptBatch(store: LogStore, hub: LogHub): AcceptBatch {
  return async (segments, tenant, receivedAt) => {
    const news = segments.map(({ session, emitted, dropped, resource, entries }): NewSegment => {
      return { tenant, session, receivedAt, emitted, dropped, resource, entries };
    });
    const appended = await store.append(news);
    const { from, to } = appended;
    if (to > from) hub.publish({ from, to, entries: storedEntries(news, appended) });
    return segments.map(({ session, from: first, to: last, entries, rejected }, i) => {
      const accepted = appended.positions[i]!.filter((position) => position > 0).length;
      return { session, from: first, to: last, accepted, duplicates: entries.length - accepted, rejected };
    });
  };
}

function storedEntries(segments: readonly NewSegment[], { positions }: Appended): StoredEntry[] {
  return segments.flatMap(({ tenant, session, receivedAt, resource, entries }, i) =>
    entries.flatMap(({ line, entry }, j) => {
      const position = positions[i]![j]!;
      return position > 0 ? [{ tenant, position, session, seq: entry.seq, receivedAt, resource, line }] : [];
    }),
  );
}
