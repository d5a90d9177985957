import { readStoredEntries } from '@tailrace/e2e/storedEntries';
import { readRows } from './readRows.ts';
import type { ViewerStand } from './ViewerStand.ts';

/** The viewer's rows beside the store's. */
export interface ViewerAccount {
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
  const { server } = stand.servers;
  await server.stop();
  const stored = new Set(readStoredEntries(server.dataDir).map(({ session, seq }) => `${session}-${seq}`));
  const ids = rows.flatMap(({ id }) => id ?? []);
  const shown = new Set(ids);
  const gaps = rows.filter(({ kind }) => kind === 'gap');
  return {
    stored: stored.size,
    shown: shown.size,
    duplicates: ids.length - shown.size,
    foreign: [...shown].filter((id) => !stored.has(id)).length,
    missing: [...stored].filter((id) => !shown.has(id)).length,
    marked: gaps.reduce((sum, { count }) => sum + count, 0),
    gaps: gaps.length,
    falseLosses: rows.length - ids.length - gaps.length,
  };
}
