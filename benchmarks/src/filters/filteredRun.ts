import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { measureServer } from '../serverFigures.ts';
import type { ListenerTransport, Received } from './listenerMessages.ts';
import { Listeners } from './Listeners.ts';
import { PacedLoad, type Sent } from './PacedLoad.ts';
import { makeFilters, type KnownFilter } from './workload.ts';

export const SUBSCRIBERS = 1000;
/** Entries a second. */
export const RATE = 1000;
export const SECONDS = 20;
/** Part of the rate that has to have come in: below it, the machine was busy with something else. */
const MIN_PART_OF_RATE = 0.95;
/** Seconds before the clock runs: compiling the server's code is not what is measured. */
const WARM_UP_SECONDS = 3;
/** Entries to a request: forty requests a second. */
const BATCH = 25;

const PATHS: Readonly<Record<ListenerTransport, string>> = {
  websocket: '/api/v1/logs/stream/ws',
  sse: '/api/v1/logs/stream/sse',
};

export interface FilteredRun {
  /** Seconds of processor time of the server, ingest and store included, for each second of the load. */
  readonly cores: number;
  /** Entries a second that came in. */
  readonly rate: number;
  /** Milliseconds from the beginning of an entry's request to its arrival at a listener. */
  readonly latencyP50: number;
  readonly latencyP99: number;
  readonly loopDelayP99: number;
  readonly deliveries: number;
  /** While the clock ran. */
  readonly frames: number;
  readonly bytes: number;
}

/**
 * Streams to listeners each of which has its own filter.
 *
 * @throws when a listener did not get exactly what its filter passes, or when the entries did not come in at their rate
 */
export async function runFiltered(transport: ListenerTransport): Promise<FilteredRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  let listeners: Listeners | undefined;
  let load: PacedLoad | undefined;
  try {
    const cookie = await server.signIn();
    const key = await server.ingestKey(cookie);
    const filters = makeFilters(SUBSCRIBERS);
    listeners = await Listeners.open({
      transport,
      port: server.port,
      path: PATHS[transport],
      headers: { Authorization: `Bearer ${readKey(dataDir)}` },
      filters: filters.map(({ text }) => text),
    });
    load = new PacedLoad({ port: server.port, key, rate: RATE, batch: BATCH });
    await load.run(WARM_UP_SECONDS);
    const before = await listeners.count();
    const end = await measureServer(server.url, cookie);
    const started = performance.now();
    await load.run(SECONDS);
    const seconds = (performance.now() - started) / 1000;
    const { cpuSeconds, loopDelayP99 } = await end();
    const after = await listeners.count();
    const expected = filters.map(({ passes }) => seqsOf(load!.sent, passes));
    const deliveries = expected.reduce((sum, seqs) => sum + seqs.length, 0);
    await listeners.settled(deliveries);
    const received = await listeners.received();
    checkDeliveries(filters, expected, received);
    const rate = (SECONDS * RATE) / seconds;
    if (rate < MIN_PART_OF_RATE * RATE) {
      throw new Error(`Inconclusive: ${Math.round(rate)} entries a second came in instead of ${RATE}`);
    }
    const latencies = latenciesOf(load.sent, received, WARM_UP_SECONDS * RATE);
    return {
      cores: cpuSeconds / SECONDS,
      rate,
      latencyP50: percentile(latencies, 0.5),
      latencyP99: percentile(latencies, 0.99),
      loopDelayP99,
      deliveries,
      frames: after.frames - before.frames,
      bytes: after.bytes - before.bytes,
    };
  } finally {
    load?.close();
    await listeners?.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The key to read with, of those that a first start writes down. */
function readKey(dataDir: string): string {
  const key = /^read +(\S+)$/m.exec(readFileSync(join(dataDir, 'keys.txt'), 'utf8'))?.[1];
  if (key === undefined) throw new Error('The server wrote down no key to read with');
  return key;
}

function seqsOf({ entries }: Sent, passes: KnownFilter['passes']): number[] {
  return entries.filter(passes).map(({ seq }) => seq);
}

function checkDeliveries(
  filters: readonly KnownFilter[],
  expected: readonly (readonly number[])[],
  received: readonly Received[],
): void {
  filters.forEach(({ text }, i) => {
    const got = received[i]!.seqs.toSorted((a, b) => a - b);
    if (expected[i]!.length === 0) throw new Error(`Nothing of what was sent passes ${text}`);
    if (expected[i]!.join() !== got.join()) {
      const [least, most] = [got[0], got.at(-1)];
      throw new Error(
        `${text} passes ${expected[i]!.length} entries, but ${got.length} (${least} to ${most}) arrived: not the same`,
      );
    }
  });
}

function latenciesOf({ at }: Sent, received: readonly Received[], warmUp: number): Float64Array {
  const latencies: number[] = [];
  for (const { seqs, at: arrivals } of received) {
    seqs.forEach((seq, i) => {
      if (seq > warmUp) latencies.push(arrivals[i]! - at[seq - 1]!);
    });
  }
  return Float64Array.from(latencies).toSorted();
}

function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}
