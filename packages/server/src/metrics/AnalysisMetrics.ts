import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How an analysis ended. */
export type AnalysisEnd = 'ok' | 'failed' | 'cancelled';

/** Seconds: from a glance at rollups to the time that an analysis has. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts analyses that are asked for over streams. */
export class AnalysisMetrics {
  readonly #registry: Registry;
  readonly #requests: Counter<'result'>;
  readonly #duration: Histogram<'result'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registry = registry;
    this.#requests = new Counter({
      name: 'tailrace_analysis_requests_total',
      help: 'Analyses that were asked for, by what became of them.',
      labelNames: ['result'],
      registers,
    });
    this.#duration = new Histogram({
      name: 'tailrace_analysis_duration_seconds',
      help: 'Time from the request of an analysis to its answer, with the time in the queue.',
      labelNames: ['result'],
      buckets: BUCKETS,
      registers,
    });
    // Series that are there from the start: a first failure shows as an increase.
    for (const result of ['ok', 'failed', 'cancelled', 'refused']) this.#requests.inc({ result }, 0);
  }

  /** @param length tells how many wait or are being made */
  observe(length: () => number): void {
    new Gauge({
      name: 'tailrace_analysis_queue_length',
      help: 'Analyses that wait, and the one that is being made.',
      registers: [this.#registry],
      collect() {
        this.set(length());
      },
    });
  }

  /** One that was not even queued. */
  refused(): void {
    this.#requests.inc({ result: 'refused' });
  }

  /** @returns to be called with how it ended */
  begin(): (result: AnalysisEnd) => void {
    const end = this.#duration.startTimer();
    return (result) => {
      end({ result });
      this.#requests.inc({ result });
    };
  }
}
