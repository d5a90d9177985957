import type { AnalysisRequestMessage, LogAnalysis } from '@tailrace/protocol';
import type { LogReader } from '../query/LogReader.ts';

/** What is to be analysed. */
export type AnalysisRequest = Omit<AnalysisRequestMessage, 'type' | 'request_id'>;

/**
 * What an analysis may ask, on behalf of who wants it: what they may not see it cannot tell. The signal aborts when
 * nobody waits for the answer any more, or it took too long.
 */
export type AnalysisReader = Pick<LogReader, 'stats' | 'sources' | 'query' | 'signal'>;

/**
 * Says what happened in a stretch of time. A language model behind an endpoint is another one of these: it gets its
 * entries from the reader, in the shape and within the budget of `sampleOf`.
 */
export interface LogAnalyzer {
  /** Told with each answer. */
  readonly name: string;
  /** @throws what went wrong; its message is not shown to who asked */
  analyze(request: AnalysisRequest, reader: AnalysisReader): Promise<LogAnalysis>;
}
