import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { readStoredEntries } from '@tailrace/e2e/storedEntries';
import type { ServerStand } from './ServerStand.ts';

/** What became of everything that was sent. */
export interface ServerAccount {
  readonly sent: number;
  readonly acknowledged: number;
  /** Rows of these sessions, by SQL. */
  readonly stored: number;
  /** Acknowledged, and in no row. Must be 0, unless the files themselves were damaged. */
  readonly lost: number;
  /** Rows beyond the first of an entry. Must be 0. */
  readonly duplicates: number;
  /** Rows that say something else than what was sent. Must be 0. */
  readonly changed: number;
  /** Acknowledged, and not in the export over HTTP with what was sent. Must be 0 as `lost`. */
  readonly unexported: number;
  /** Sessions whose account is not what the rows say. Must be 0. */
  readonly wrongAccounts: number;
}

/** Counts by SQL, by an export over HTTP, and by the sessions' accounts. It stops the server. */
export async function takeServerAccount(stand: ServerStand): Promise<ServerAccount> {
  await stand.finishLoad();
  const exported = await readExport(stand);
  const accounts = new Map<string, SessionAccount>();
  for (const { session } of stand.senders) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await stand.read(`/api/v1/sessions/${session}`);
    // oxlint-disable-next-line no-await-in-loop
    if (answer.ok) accounts.set(session, (await answer.json()) as SessionAccount);
  }
  await stand.server.stop();
  const rows = new Map<string, string[]>();
  for (const { session, seq, line } of readStoredEntries(stand.server.dataDir)) {
    const id = `${session}-${seq}`;
    rows.set(id, [...(rows.get(id) ?? []), line]);
  }

  const total = { sent: 0, acknowledged: 0, stored: 0, lost: 0, duplicates: 0, changed: 0, unexported: 0 };
  let wrongAccounts = 0;
  for (const { session, lines, acknowledged } of stand.senders) {
    let stored = 0;
    lines.forEach((sent, i) => {
      const found = rows.get(`${session}-${i + 1}`) ?? [];
      const isAcknowledged = acknowledged[i + 1] === true;
      if (found.length > 0) stored += 1;
      if (found.length > 1) total.duplicates += found.length - 1;
      if (isAcknowledged) total.acknowledged += 1;
      if (isAcknowledged && found.length === 0) total.lost += 1;
      if (found.some((line) => !saysTheSame(line, sent))) total.changed += 1;
      const read = exported.get(`${session}-${i + 1}`);
      if (isAcknowledged && (read === undefined || !saysTheSame(read, sent))) total.unexported += 1;
    });
    total.sent += lines.length;
    total.stored += stored;
    const account = accounts.get(session);
    const holes = account?.missing.reduce((sum, [from, to]) => sum + to - from + 1, 0) ?? 0;
    const isRight = account
      ? account.stored === stored && account.stored + holes + account.queued === account.emitted
      : stored === 0;
    if (!isRight) wrongAccounts += 1;
  }
  return { ...total, wrongAccounts };
}

interface SessionAccount {
  readonly emitted: number;
  readonly stored: number;
  readonly queued: number;
  readonly missing: readonly (readonly [from: number, to: number])[];
}

interface Line {
  readonly message: string;
  readonly level: string;
  readonly source: string;
  readonly timestamp: string;
  readonly metadata: { readonly turn: number; readonly producer_timestamp?: string };
}

/** A time that was corrected by the server's clock is kept as it was beside it. */
function saysTheSame(text: string, sent: string): boolean {
  if (text === sent) return true;
  const [a, b] = [JSON.parse(text) as Line, JSON.parse(sent) as Line];
  return (
    a.message === b.message &&
    a.level === b.level &&
    a.source === b.source &&
    a.metadata.turn === b.metadata.turn &&
    (a.metadata.producer_timestamp ?? a.timestamp) === b.timestamp
  );
}

/** All entries of the load, by their id. */
async function readExport(stand: ServerStand): Promise<Map<string, string>> {
  const answer = await stand.read('/api/v1/logs/export?format=ndjson&source=faults', 300_000);
  if (!answer.ok || !answer.body) throw new Error(`The export was answered ${answer.status}`);
  const entries = new Map<string, string>();
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body as never) })) {
    if (line === '') continue;
    const { id } = JSON.parse(line) as { id: string };
    if (entries.has(id)) throw new Error(`The export has ${id} twice`);
    entries.set(id, line);
  }
  return entries;
}
