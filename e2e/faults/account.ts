import type { LoggerStatus } from '@tailrace/logger';
import { readDroppedRanges, readStoredEntries } from '../src/storedEntries.ts';
import type { FaultStand, SessionAccount } from './FaultStand.ts';
import { ERROR_EVERY } from './page/numbering.ts';
import type { LoadReport } from './page/driver.ts';

/** What became of everything that the harness logged. */
export interface Account {
  readonly emitted: number;
  readonly stored: number;
  readonly dropped: number;
  readonly queued: number;
  /** In the memory of a page that was killed, of its last 50 ms or its last task; no error is among them. */
  readonly unconfirmed: number;
  /** Lost with damaged storage, and shown as a hole by the server. */
  readonly holes: number;
  /** Nobody knows. Must be 0. */
  readonly unknown: number;
  /** Rows beyond the first of an entry. Must be 0. */
  readonly duplicates: number;
  /** Some of the unknown, for whoever looks into it. */
  readonly examples: readonly string[];
}

const MAX_EXAMPLES = 40;

/** Counts by identity what is in the store, in the queue, given up or gone. It stops the server. */
export async function takeAccount(stand: FaultStand, mayLeaveHoles: boolean): Promise<Account> {
  await stand.collectReports();
  if (!stand.isBrowserUp) await stand.launch();
  const queued = await stand.readQueued();
  const reports = [...stand.pages.reports.values()];
  const accounts = new Map<string, SessionAccount | undefined>();
  for (const { session } of reports) accounts.set(session, await stand.sessionAccount(session));
  await stand.server.stop();

  const rows = storedRows(stand.server.dataDir, reports);
  const dropped = readDroppedRanges(stand.server.dataDir);
  const total = { emitted: 0, stored: 0, dropped: 0, queued: 0, unconfirmed: 0, holes: 0, unknown: 0 };
  const examples: string[] = [];
  for (const report of reports) {
    const { load, session, emitted, status } = report;
    const waiting = queued.numbers.get(load);
    const ranges = dropped.get(session) ?? [];
    const missing = mayLeaveHoles ? (accounts.get(session)?.missing ?? []) : [];
    const killed = stand.killedLoads.get(load);
    // What a living logger gave up and has not told yet is known by its number only.
    let untold = countDropped(status);
    untold -= ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    total.emitted += emitted;
    for (let n = 1; n <= emitted; n += 1) {
      if (rows.has(`${load}/${n}`)) total.stored += 1;
      else if (within(ranges, n)) total.dropped += 1;
      else if (waiting?.has(n)) total.queued += 1;
      else if (killed && mayBeLost(report, n, killed)) total.unconfirmed += 1;
      else if (within(missing, n)) total.holes += 1;
      else if (untold > 0) {
        untold -= 1;
        total.dropped += 1;
      } else {
        total.unknown += 1;
        if (examples.length < MAX_EXAMPLES) examples.push(`${load}/${n}`);
      }
    }
  }
  const duplicates = [...rows.values()].reduce((sum, count) => sum + count - 1, 0);
  return { ...total, duplicates, examples };
}

/** `load/n` → how many rows. A row under another number than its own is none of them. */
function storedRows(dataDir: string, reports: readonly LoadReport[]): Map<string, number> {
  const rows = new Map<string, number>();
  const bySession = new Map(reports.map((report) => [report.session, report]));
  for (const { session, seq, line } of readStoredEntries(dataDir)) {
    const report = bySession.get(session);
    if (!report) continue;
    const { message } = JSON.parse(line) as { message?: string };
    const id = report.isNumbered ? message?.replace('fault ', '') : `${report.load}/${seq}`;
    if (id !== undefined) rows.set(id, (rows.get(id) ?? 0) + 1);
  }
  return rows;
}

/** How many entries a logger says that it gave up. */
export function countDropped({ dropped }: LoggerStatus): number {
  return Object.values(dropped as Readonly<Record<string, number>>).reduce((sum, count) => sum + count, 0);
}

/**
 * Whether a killed page may have taken an entry with it. An error is with the browser process when the call
 * returns, so a renderer's death is no excuse; when the browser itself dies in that very task, it is.
 */
function mayBeLost({ due, confirmed }: LoadReport, n: number, killed: 'renderer' | 'browser'): boolean {
  return n > due && (killed === 'browser' || n % ERROR_EVERY !== 0) && !confirmed.includes(n);
}

function within(ranges: readonly (readonly [from: number, to: number, ...rest: unknown[]])[], n: number) {
  return ranges.some(([from, to]) => n >= from && n <= to);
}
