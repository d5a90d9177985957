import { readStoredEntries } from '@tailrace/e2e/storedEntries';
import { readRows } from './readRows.ts';
import type { ViewerStand } from './ViewerStand.ts';

/** The viewer's rows beside the store's. */
export interface ViewerAccount {
  /** What the senders sent, as the store has it. */
  readonly stored: number;
  /** Entries that stand in the list. */
  readonly shown: number;
  /** Rows beyond the first of an entry. Must be 0. */
  readonly duplicates: number;
  /** Shown, and not in the store. Must be 0. */
  readonly foreign: number;
  /** In the store, and not shown. */
  readonly missing: number;
  /** Entries that rows of gaps tell of. Must be as many as are missing. */
  readonly marked: number;
  /** Rows of gaps. */
  readonly gaps: number;
  /** Rows that tell of entries lost or dropped before the store. Must be 0: none were. */
  readonly falseLosses: number;
}

/** Walks through the list, and compares it with the store by SQL. It stops the server. */
export async function takeViewerAccount(stand: ViewerStand): Promise<ViewerAccount> {
  const rows = [...(await readRows(stand.page)).values()];
  const { server, senders } = stand.servers;
  await server.stop();
  const entries = readStoredEntries(server.dataDir);
  const all = new Set(entries.map(({ session, seq }) => `${session}-${seq}`));
  // What the server writes of itself is not for every key.
  const sent = new Set(senders.map(({ session }) => session));
  const stored = entries
    .filter(({ session }) => sent.has(session))
    .map(({ session, seq }) => `${session}-${seq}`);
  const ids = rows.flatMap(({ id }) => id ?? []);
  const shown = new Set(ids);
  const gaps = rows.filter(({ kind }) => kind === 'gap');
  return {
    stored: stored.length,
    shown: shown.size,
    duplicates: ids.length - shown.size,
    foreign: [...shown].filter((id) => !all.has(id)).length,
    missing: stored.filter((id) => !shown.has(id)).length,
    marked: gaps.reduce((sum, { count }) => sum + count, 0),
    gaps: gaps.length,
    falseLosses: rows.length - ids.length - gaps.length,
  };
}
