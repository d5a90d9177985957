import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { MAX_BATCH_ENTRIES } from '@tailrace/protocol';
import { median, type Benchmark } from './Benchmark.ts';
import { insertByHand, type InsertCost } from './insertByHand.ts';
import { makeBodies, sendBodies } from './load.ts';
import { measureServer } from './serverFigures.ts';
import { readStoredDay, type StoredDay } from './StoredDay.ts';

const ENTRIES = 100_000;
const CONNECTIONS = 8;
/** Sent before the clock runs: compiling the server's code is not what is measured. */
const WARM_UP_ENTRIES = 10_000;

interface IngestCost {
  readonly rate: number;
  /** Microseconds of processor time per entry, of all the server's threads. */
  readonly cpu: number;
  readonly loopDelayP99: number;
  readonly loopDelayMax: number;
}

/** How many entries a second go through HTTP into SQLite, against inserting the same rows by hand. */
export const ingestRate: Benchmark = {
  name: 'ingest',
  unit: 'entries per second',
  better: 'more',
  target: '≥ 30,000, ≥ 0.5 of the floor, event-loop delay p99 < 20 ms',
  says: `${ENTRIES.toLocaleString('en')} entries of about 400 bytes (context, metadata, one in fifty an error with its stack), ${MAX_BATCH_ENTRIES} to a request over ${CONNECTIONS} connections, until the last one is acknowledged after its fsync; redaction is on as by default, and the load generator runs on the same two cores. The floor inserts the very rows that the server stored into the very layout that the server made (all indexes, both full-text tables, counts added up beforehand) by prepared statements in a loop of one process, in transactions of ${MAX_BATCH_ENTRIES} with synchronous=FULL: no HTTP, no JSON, no validation, no redaction, no search for duplicates in other days, no load generator beside it. Leaves out TLS and gzip, readers and streams at the same time, and files that are larger than the memory.`,

  async run(rounds) {
    const subject: IngestCost[] = [];
    const floor: InsertCost[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { cost, stored } = await ingest();
      subject.push(cost);
      floor.push(insertByHand(stored));
    }
    return {
      subject: { name: 'HTTP to SQLite, acknowledged', rounds: subject.map(({ rate }) => rate) },
      floor: { name: 'raw better-sqlite3, same rows and layout', rounds: floor.map(({ rate }) => rate) },
      aside: {
        'event-loop delay p99, ms': Number(medianOf(subject, 'loopDelayP99').toFixed(1)),
        'event-loop delay, most, ms': Number(medianOf(subject, 'loopDelayMax').toFixed(1)),
        'how it is measured': 'by /metrics of the server, on a clock of 10 ms, which are in the figures',
        'processor time of the server, µs an entry': Number(medianOf(subject, 'cpu').toFixed(1)),
        'processor time of the floor, µs an entry': Number(median(floor.map(({ cpu }) => cpu)).toFixed(1)),
      },
    };
  },
};

function medianOf(costs: readonly IngestCost[], figure: keyof IngestCost): number {
  return median(costs.map((cost) => cost[figure]));
}

async function ingest(): Promise<{ cost: IngestCost; stored: StoredDay }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  try {
    const cookie = await server.signIn();
    const target = { port: server.port, key: await server.ingestKey(cookie), connections: CONNECTIONS };
    await sendBodies(makeBodies({ entries: WARM_UP_ENTRIES, perBody: MAX_BATCH_ENTRIES }), target);
    const bodies = makeBodies({ entries: ENTRIES, perBody: MAX_BATCH_ENTRIES });
    const end = await measureServer(server.url, cookie);
    const started = performance.now();
    await sendBodies(bodies, target);
    const seconds = (performance.now() - started) / 1000;
    const { cpuSeconds, loopDelayP99, loopDelayMax } = await end();
    await server.stop();
    const cost = { rate: ENTRIES / seconds, cpu: (cpuSeconds * 1e6) / ENTRIES, loopDelayP99, loopDelayMax };
    return { cost, stored: readStoredDay(dataDir, MAX_BATCH_ENTRIES) };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
