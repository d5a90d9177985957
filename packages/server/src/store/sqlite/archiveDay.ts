import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SHIPPER_BATCH_ENTRIES, type LogResource, type SegmentHeader } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { PrivateFile } from './PrivateFile.ts';
import { readArchive } from './readArchive.ts';
import { wholeLine } from './storedLine.ts';

/** UTF-16 code units that are compressed at a time. */
const CHUNK_LENGTH = 256 * 1024;

/** UTF-16 code units after which a segment ends: with one entry more it is still a body that ingest takes. */
const SEGMENT_LENGTH = 256 * 1024;

export interface ArchiveOptions {
  /** Made when it is missing. */
  readonly folder: string;
  /** Of the day and its store: begins the names of the files. */
  readonly name: string;
}

/** One file of an archived day. */
export interface ArchiveFile {
  readonly file: string;
  readonly tenant: string;
  readonly entries: number;
  /** Of the inflated text, hexadecimal. */
  readonly sha256: string;
}

/** What the list beside the files says. */
export interface ArchivedDay {
  readonly archived_at: string;
  readonly files: readonly ArchiveFile[];
}

interface Row {
  readonly session: string;
  readonly seq: number;
  readonly timestamp: number;
  readonly severity: number;
  readonly source: string;
  readonly received_at: number;
  readonly emitted: number;
  readonly resource: string | null;
  readonly line: string;
}

/**
 * Writes all entries of a day as compressed segments, which ingest takes: a file for each tenant, on disk and read
 * back before this resolves, and a list of them, which is written last.
 *
 * @returns `undefined` when that was done before
 * @throws when a file cannot be written, or does not hold what was written
 */
export async function archiveDay(
  database: Database.Database,
  { folder, name }: ArchiveOptions,
): Promise<ArchivedDay | undefined> {
  const list = join(folder, `${name}.json`);
  if (existsSync(list)) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const tenants = database.prepare<[], string>('SELECT DISTINCT tenant FROM sessions').pluck().all();
  const files: ArchiveFile[] = [];
  for (const tenant of tenants) {
    const file = `${name}.${encodeURIComponent(tenant)}.ndjson.gz`;
    // One after the other: a day is large.
    // oxlint-disable-next-line no-await-in-loop
    files.push(await archiveTenant(database, tenant, folder, file));
  }
  const archived: ArchivedDay = { archived_at: new Date().toISOString(), files };
  const written = new PrivateFile(list);
  written.write(`${JSON.stringify(archived, null, 2)}\n`);
  written.finish();
  if (readFileSync(list, 'utf8').length === 0) throw new Error(`${list} is empty after it was written`);
  return archived;
}

async function archiveTenant(
  database: Database.Database,
  tenant: string,
  folder: string,
  file: string,
): Promise<ArchiveFile> {
  const path = join(folder, file);
  const written = new PrivateFile(path);
  const hash = createHash('sha256');
  let entries = 0;
  try {
    for (const { text, count } of chunksOf(database, tenant)) {
      const began = performance.now();
      hash.update(text);
      written.writeCompressed(text);
      entries += count;
      // oxlint-disable-next-line no-await-in-loop -- so that others have the processor too
      await sleep(performance.now() - began);
    }
    written.finish();
  } catch (error) {
    written.abandon();
    throw error;
  }
  const sha256 = hash.digest('hex');
  const read = await readArchive(path);
  if (read.entries !== entries || read.sha256 !== sha256) {
    throw new Error(`${path} holds ${read.entries} entries of ${entries}, or others than were written`);
  }
  return { file, tenant, entries, sha256 };
}

/** Segments, many together. */
function* chunksOf(
  database: Database.Database,
  tenant: string,
): Generator<{ readonly text: string; readonly count: number }> {
  let text = '';
  let count = 0;
  let segment: Row[] = [];
  let length = 0;
  const endSegment = () => {
    if (segment.length > 0) text += printSegment(segment);
    count += segment.length;
    segment = [];
    length = 0;
  };
  for (const row of rowsOf(database, tenant)) {
    const last = segment.at(-1);
    const goesOn = last?.session === row.session && last.resource === row.resource;
    if (!goesOn || segment.length === SHIPPER_BATCH_ENTRIES || length >= SEGMENT_LENGTH) endSegment();
    segment.push(row);
    length += row.line.length;
    if (text.length < CHUNK_LENGTH) continue;
    yield { text, count };
    text = '';
    count = 0;
  }
  endSegment();
  if (count > 0) yield { text, count };
}

function* rowsOf(database: Database.Database, tenant: string): Generator<Row> {
  const rows = database
    .prepare<[string], Row>(
      `SELECT session, seq, timestamp, severity, source, received_at, emitted, json AS resource, line
       FROM entries JOIN sessions USING (tenant, session) LEFT JOIN resources ON resources.id = resource_id
       WHERE tenant = ? ORDER BY session, seq`,
    )
    .iterate(tenant);
  for (const row of rows) yield { ...row, line: wholeLine(row) };
}

function printSegment(rows: readonly Row[]): string {
  const { session, seq: from, emitted, resource } = rows[0]!;
  const { seq: to, received_at } = rows.at(-1)!;
  const header: SegmentHeader = {
    v: 1,
    session,
    from,
    to,
    sent_at: new Date(received_at).toISOString(),
    emitted,
    ...(resource !== null && { resource: JSON.parse(resource) as LogResource }),
  };
  return `${JSON.stringify(header)}\n${rows.map(({ line }) => `${line}\n`).join('')}`;
}
