import type { LogAnalysis } from '@tailrace/protocol';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { seqs } from '../../testing/entries.ts';
import { AnalysisMetrics } from '../metrics/AnalysisMetrics.ts';
import { createReader } from '../query/LogReader.ts';
import { SILENT_LOG } from '../ServerLog.ts';
import { createMemoryStore } from '../store/memory.ts';
import { AnalysisQueue, MAX_WAITING_ANALYSES } from './AnalysisQueue.ts';
import type { LogAnalyzer } from './LogAnalyzer.ts';
import { createSummaryAnalyzer } from './summary.ts';

const store = createMemoryStore();
const summary = createSummaryAnalyzer();

/** A queue whose analyses end when they are told to. */
function heldQueue(budgetMs?: number) {
  const running: { readonly end: () => void; readonly signal: AbortSignal }[] = [];
  const analyzer: LogAnalyzer = {
    name: 'held',
    async analyze(request, reader): Promise<LogAnalysis> {
      await new Promise<void>((end) => running.push({ end, signal: reader.signal }));
      return summary.analyze(request, reader);
    },
  };
  const metrics = new AnalysisMetrics(new Registry());
  const queue = new AnalysisQueue({
    analyzer,
    metrics,
    log: SILENT_LOG,
    ...(budgetMs !== undefined && { budgetMs }),
  });
  const add = (signal = new AbortController().signal) =>
    queue.add({
      request: { time_range: 60 },
      signal,
      readerFor: (ended) => createReader(store, { tenant: 'main' }, ended),
    });
  return { queue, running, add };
}

describe('the queue of analyses', () => {
  it('makes one after the other, in order, and refuses what is too many', async () => {
    const { queue, running, add } = heldQueue();
    const answered: number[] = [];
    const asked = seqs(MAX_WAITING_ANALYSES).map((i) => add().then(() => answered.push(i)));
    expect(await add()).toEqual({
      error: {
        code: 'too_many_analyses',
        message: `${MAX_WAITING_ANALYSES} analyses wait already: ask again later`,
      },
    });
    for (const i of seqs(MAX_WAITING_ANALYSES)) {
      // oxlint-disable-next-line no-await-in-loop
      await expect.poll(() => running.length).toBe(i);
      expect(queue.length).toBe(MAX_WAITING_ANALYSES - i + 1);
      running[i - 1]!.end();
      // oxlint-disable-next-line no-await-in-loop
      await asked[i - 1];
    }
    expect(answered).toEqual(seqs(MAX_WAITING_ANALYSES));
    expect(queue.length).toBe(0);
  });

  it('lets those go for whom nobody waits, and what they read ends', async () => {
    const { queue, running, add } = heldQueue();
    const gone = new AbortController();
    const left = [add(gone.signal), add(gone.signal)];
    const stays = add();
    await expect.poll(() => running.length).toBe(1);
    gone.abort();
    expect(await Promise.all(left)).toEqual([undefined, undefined]);
    expect(running[0]!.signal.aborted).toBe(true);
    await expect.poll(() => running.length).toBe(2);
    running[1]!.end();
    expect(await stays).toHaveProperty('analysis.total', 0);
    expect(queue.length).toBe(0);
  });

  it('goes on after one that takes too long', async () => {
    const { running, add } = heldQueue(50);
    expect(await add()).toEqual({
      error: { code: 'analysis_failed', message: 'The analysis took too long: ask for less time' },
    });
    expect(running[0]!.signal.aborted).toBe(true);
    const next = add();
    await expect.poll(() => running.length).toBe(2);
    running[1]!.end();
    expect(await next).toHaveProperty('analysis');
  });
});
