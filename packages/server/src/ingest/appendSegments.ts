import type { LogHub } from '../hub/LogHub.ts';
import type { Appended, LogStore, NewSegment, StoredEntry } from '../store/LogStore.ts';

/**
 * Stores segments, and tells the hub of what was new.
 *
 * @throws {StoreError} when nothing of it was stored
 */
export type AppendSegments = (segments: readonly NewSegment[]) => Promise<Appended>;

/** Makes the one way by which entries get in, clients' and the server's own alike: store, then publish. */
export function createAppendSegments(store: LogStore, hub: LogHub): AppendSegments {
  return async (segments) => {
    const appended = await store.append(segments);
    const { from, to } = appended;
    if (to > from) hub.publish({ from, to, entries: storedEntries(segments, appended) });
    return appended;
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
