import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { createSessionId, MAX_BATCH_ENTRIES } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import type { Benchmark } from './Benchmark.ts';
import { makeBodies, makeLine, sendBodies } from './load.ts';

const ENTRIES = 100_000;
const CONNECTIONS = 8;

/** How many entries a second go through HTTP into SQLite, against inserting their lines by hand. */
export const ingestRate: Benchmark = {
  name: 'ingest',
  unit: 'entries per second',
  better: 'more',
  says: `${ENTRIES.toLocaleString('en')} entries of about 300 bytes, ${MAX_BATCH_ENTRIES} to a request over ${CONNECTIONS} connections, until the last one is acknowledged after its fsync; the load generator runs on the same two cores. The floor inserts the same lines into one table with the unique index on session and seq, in transactions of ${MAX_BATCH_ENTRIES} with synchronous=FULL: no HTTP, no validation, no word or field index.`,

  async run(rounds) {
    const subject: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      subject.push(await ingest());
      floor.push(insertByHand());
    }
    return {
      subject: { name: 'HTTP to SQLite, acknowledged', rounds: subject },
      floor: { name: 'raw better-sqlite3 insert', rounds: floor },
    };
  },
};

async function ingest(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  try {
    const key = await server.ingestKey(await server.signIn());
    const bodies = makeBodies({ entries: ENTRIES, perBody: MAX_BATCH_ENTRIES });
    const started = performance.now();
    await sendBodies(bodies, { port: server.port, key, connections: CONNECTIONS });
    const seconds = (performance.now() - started) / 1000;
    return ENTRIES / seconds;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function insertByHand(): number {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const database = new Database(join(folder, 'raw.db'));
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(
      'CREATE TABLE entries (position INTEGER PRIMARY KEY, session TEXT, seq INTEGER, line TEXT, UNIQUE (session, seq))',
    );
    const insert = database.prepare('INSERT INTO entries (session, seq, line) VALUES (?, ?, ?)');
    const session = createSessionId();
    const lines = Array.from({ length: ENTRIES }, (_, index) => makeLine(index + 1));
    const insertBatch = database.transaction((from: number) => {
      for (let index = from; index < from + MAX_BATCH_ENTRIES; index += 1)
        insert.run(session, index + 1, lines[index]);
    });
    const started = performance.now();
    for (let from = 0; from < ENTRIES; from += MAX_BATCH_ENTRIES) insertBatch(from);
    return ENTRIES / ((performance.now() - started) / 1000);
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
