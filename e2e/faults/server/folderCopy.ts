import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readStoredEntries } from '@tailrace/e2e/storedEntries';

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** An entry by what it is, and where it stands. */
export interface Place {
  readonly session: string;
  readonly seq: number;
  readonly position: number;
}

/**
 * Reads what SQLite finds in a day's file, its log included, in a copy of both: to open them would change them.
 *
 * @param walBytes how much there is to be of the log. @default all of it
 */
export function readDay(path: string, walBytes?: number): Place[] {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-copy-'));
  try {
    for (const name of readdirSync(join(path, '..')).filter((one) => one.startsWith(basename(path)))) {
      if (!name.endsWith('-shm')) cpSync(join(path, '..', name), join(folder, name));
    }
    if (walBytes !== undefined) truncateSync(join(folder, `${basename(path)}-wal`), walBytes);
    return readStoredEntries(folder).map(({ session, seq, position }) => ({ session, seq, position }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a log holds from the frame on that has a certain byte: where that frame begins, and how many commits follow. */
export function commitsFrom(
  wal: Buffer,
  byte: number,
): { readonly frameAt: number; readonly commits: number } {
  const frameBytes = FRAME_HEADER_BYTES + wal.readUInt32BE(8);
  const frameAt = WAL_HEADER_BYTES + Math.floor((byte - WAL_HEADER_BYTES) / frameBytes) * frameBytes;
  let commits = 0;
  for (let at = frameAt; at + frameBytes <= wal.length; at += frameBytes) {
    const isOfThisLog = wal.compare(wal, 16, 24, at + 8, at + 16) === 0;
    // The last frame of a commit says how many pages the file has then.
    if (isOfThisLog && wal.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return { frameAt, commits };
}
