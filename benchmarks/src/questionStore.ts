import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import Database from 'better-sqlite3';
import { sendBodies } from './load.ts';
import { makeEntryBodies, type EntrySeries } from './questionEntries.ts';

const CONNECTIONS = 8;
/** Bodies that are made and sent at a time. */
const BODIES = 40;
const DAY = 86_400_000;

/** A store that was filled to be asked, possibly by an earlier run. */
export interface QuestionStore extends EntrySeries {
  readonly days: number;
  /** Bytes of the entries' JSON lines. */
  readonly lineBytes: number;
}

/** Reads what a folder was filled with. @throws when no run has filled it */
export function readStore(folder: string): QuestionStore {
  return JSON.parse(readFileSync(notePath(folder), 'utf8')) as QuestionStore;
}

/** Fills a folder by the built server, over HTTP. */
export async function fillStore(folder: string, series: EntrySeries, days: number): Promise<QuestionStore> {
  let lineBytes = 0;
  for (let day = days - 1; day >= 0; day -= 1) {
    const first = Math.round((series.entries * (days - 1 - day)) / days) + 1;
    const last = Math.round((series.entries * (days - day)) / days);
    lineBytes += await fillDay(folder, series, { first, last });
    if (day > 0) putBack(folder, day);
  }
  const store = { ...series, days, lineBytes };
  writeFileSync(notePath(folder), JSON.stringify(store));
  return store;
}

async function fillDay(
  folder: string,
  series: EntrySeries,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<number> {
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir: folder });
  await server.start();
  let lineBytes = 0;
  try {
    const key = await server.ingestKey(await server.signIn());
    const made = makeEntryBodies(series, first, last);
    for (;;) {
      const bodies = take(made, BODIES);
      if (bodies.length === 0) return lineBytes;
      lineBytes += bodies.reduce((sum, body) => sum + body.lineBytes, 0);
      const texts = bodies.map(({ text }) => text);
      await sendBodies(texts, { port: server.port, key, connections: CONNECTIONS });
    }
  } finally {
    await server.stop();
  }
}

/** Makes today's file that of an earlier day: a server fills one file a day, and nobody waits for days. */
function putBack(folder: string, days: number): void {
  const today = dayOf(Date.now());
  const before = dayOf(Date.now() - days * DAY);
  renameSync(join(folder, `entries-${today}.db`), join(folder, `entries-${before}.db`));
  const meta = new Database(join(folder, 'meta.db'));
  meta.prepare('UPDATE days SET day = ? WHERE day = ?').run(before, today);
  meta.prepare('UPDATE session_days SET day = ? WHERE day = ?').run(before, today);
  meta.close();
}

/** Bytes of the files that hold entries, with all their indexes. The server must have ended. */
export function storedBytes(folder: string): number {
  return readdirSync(folder)
    .filter((name) => name.startsWith('entries-'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function take<T>(from: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = from.next() as IteratorResult<T, undefined>;
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function notePath(folder: string): string {
  return join(folder, 'filled.json');
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
