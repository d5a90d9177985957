import type { AnalysisOutcome, StreamErrorCode } from '@tailrace/protocol';
import type { ServerLog } from '../ServerLog.ts';
import type { AnalysisMetrics } from '../metrics/AnalysisMetrics.ts';
import type { AnalysisReader, AnalysisRequest, LogAnalyzer } from './LogAnalyzer.ts';

/** Analyses that may wait in one server. */
export const MAX_WAITING_ANALYSES = 50;
/** Milliseconds that one analysis may take: it must not hold up the others for good. */
const ANALYSIS_BUDGET_MS = 60_000;

/** A request, and on whose behalf it reads. */
export interface QueuedAnalysis {
  readonly request: AnalysisRequest;
  /** Aborts when nobody waits for it any more: it then leaves the queue. */
  readonly signal: AbortSignal;
  readonly readerFor: (signal: AbortSignal) => AnalysisReader;
}

export interface AnalysisQueueOptions {
  readonly analyzer: LogAnalyzer;
  readonly metrics: AnalysisMetrics;
  readonly log: ServerLog;
  /** @default ANALYSIS_BUDGET_MS */
  readonly budgetMs?: number;
}

/** Makes one analysis after the other: each looks through much, and reads must not pile up on those of others. */
export class AnalysisQueue {
  readonly #options: AnalysisQueueOptions;
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  constructor(options: AnalysisQueueOptions) {
    this.#options = options;
    options.metrics.observe(() => this.#length);
  }

  /** Analyses that wait, and the one that is being made. */
  get length(): number {
    return this.#length;
  }

  /** @returns what there is to answer; `undefined` when nobody waits any more */
  async add(queued: QueuedAnalysis): Promise<AnalysisOutcome | undefined> {
    if (this.#length >= MAX_WAITING_ANALYSES) {
      return this.refuse(`${MAX_WAITING_ANALYSES} analyses wait already: ask again later`);
    }
    const end = this.#options.metrics.begin();
    this.#length += 1;
    const made = this.#last.then(() => this.#make(queued));
    this.#last = made;
    const outcome = await made;
    this.#length -= 1;
    end(outcome === undefined ? 'cancelled' : outcome.error ? 'failed' : 'ok');
    return outcome;
  }

  /** Counts a request that is not even queued. */
  refuse(message: string): AnalysisOutcome {
    this.#options.metrics.refused();
    return failure('too_many_analyses', message);
  }

  async #make({ request, signal, readerFor }: QueuedAnalysis): Promise<AnalysisOutcome | undefined> {
    if (signal.aborted) return undefined;
    const { analyzer, log, budgetMs = ANALYSIS_BUDGET_MS } = this.#options;
    const budget = AbortSignal.timeout(budgetMs);
    const ended = AbortSignal.any([signal, budget]);
    try {
      const analysis = await Promise.race([analyzer.analyze(request, readerFor(ended)), rejection(ended)]);
      return { analysis };
    } catch (error) {
      if (signal.aborted) return undefined;
      if (budget.aborted) return failure('analysis_failed', 'The analysis took too long: ask for less time');
      log.error('An analysis failed', { analyzer: analyzer.name, error: String(error) });
      return failure('analysis_failed', 'The analysis could not be made; the server’s log says more');
    }
  }
}

function failure(code: StreamErrorCode, message: string): AnalysisOutcome {
  return { error: { code, message } };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
