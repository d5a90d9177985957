import type { DroppedRange } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { joinRuns, type SequenceRun } from '../sequenceRuns.ts';
import { removedRuns } from './removals.ts';
import type { SessionRemains } from './RetiredDays.ts';

/** Sessions that are kept in one transaction of the thread that stores entries. */
const SLICE_SESSIONS = 200;

interface SessionRow {
  readonly tenant: string;
  readonly session: string;
  readonly emitted: number;
  readonly dropped: string;
}

/** Where the next slice begins. */
export type SessionKey = Pick<SessionRow, 'tenant' | 'session'>;

/** What a file knows of its sessions, slice by slice. */
export function readSessionRemains(
  database: Database.Database,
  after: SessionKey = { tenant: '', session: '' },
): SessionRemains[] {
  return database
    .prepare<[string, string], SessionRow>(
      `SELECT tenant, session, emitted, dropped FROM sessions
       WHERE (tenant, session) > (?, ?) ORDER BY tenant, session LIMIT ${SLICE_SESSIONS}`,
    )
    .all(after.tenant, after.session)
    .map(({ tenant, session, emitted, dropped }) => ({
      tenant,
      session,
      emitted,
      dropped: JSON.parse(dropped) as DroppedRange[],
      removed: joinRuns([
        ...storedRuns(database, tenant, session),
        ...removedRuns(database, tenant, session),
      ]),
    }));
}

/** Runs of consecutive numbers: within one, the difference to the row's rank is the same. */
export function storedRuns(database: Database.Database, tenant: string, session: string): SequenceRun[] {
  return database
    .prepare<[string, string], SequenceRun>(
      `SELECT min(seq), max(seq) FROM (
         SELECT seq, seq - row_number() OVER (ORDER BY seq) AS run
         FROM entries WHERE tenant = ? AND session = ?
       ) GROUP BY run ORDER BY 1`,
    )
    .raw()
    .all(tenant, session);
}
