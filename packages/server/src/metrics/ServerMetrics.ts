import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OpenStreams } from '../stream/OpenStreams.ts';
import type { StreamKind } from '../stream/StreamSocket.ts';
import type { LogStore } from '../store/LogStore.ts';
import { AnalysisMetrics } from './AnalysisMetrics.ts';
import { folderSize } from './folderSize.ts';
import { IngestMetrics } from './IngestMetrics.ts';

/** Seconds: from a group commit to the budget of a query. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the process counts of itself, in the words of Prometheus. */
export class ServerMetrics {
  readonly registry = new Registry();
  readonly ingest = new IngestMetrics(this.registry);
  readonly analysis = new AnalysisMetrics(this.registry);
  readonly requests = new Histogram({
    name: 'tailrace_http_request_duration_seconds',
    help: 'Time until the answer began, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  readonly storeCalls = new Histogram({
    name: 'tailrace_store_duration_seconds',
    help: 'Time that the store took, by what it was asked: append is ingest, query is searches.',
    labelNames: ['operation', 'result'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  readonly gapEntries = new Counter({
    name: 'tailrace_stream_gap_entries_total',
    help: 'Matching entries that subscribers were told of in place of getting them, for they were slow, or had asked for no more.',
    labelNames: ['reason'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds what is only known when it is asked for. */
  observe(store: LogStore, streams: OpenStreams, dataDir: string): void {
    const registers = [this.registry];
    new Gauge({
      name: 'tailrace_store_entries_head',
      help: 'Position of the newest entry: entries that this store ever took.',
      registers,
      collect() {
        this.set(store.head);
      },
    });
    new Gauge({
      name: 'tailrace_store_bytes',
      help: 'Size of the data folder.',
      registers,
      async collect() {
        this.set(await folderSize(dataDir));
      },
    });
    new Gauge({
      name: 'tailrace_stream_subscribers',
      help: 'Streams that are open.',
      labelNames: ['kind'],
      registers,
      collect() {
        const open: Record<StreamKind, number> = { websocket: 0, sse: 0 };
        for (const { kind } of streams.holders()) open[kind] += 1;
        for (const [kind, count] of Object.entries(open)) this.set({ kind }, count);
      },
    });
    new Gauge({
      name: 'tailrace_stream_lag_entries',
      help: 'Entries of the store that the slowest stream has yet to look at.',
      registers,
      collect() {
        this.set(streams.lag);
      },
    });
  }
}
