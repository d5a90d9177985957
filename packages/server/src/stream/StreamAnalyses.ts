import {
  MAX_STREAM_ANALYSES,
  type AnalysisOutcome,
  type AnalysisRequestMessage,
  type AnalysisResultMessage,
} from '@tailrace/protocol';
import { createReader } from '../query/LogReader.ts';
import type { FrameError } from './clientFrames.ts';
import type { StreamReader } from './StreamFilter.ts';
import type { StreamSources } from './StreamSources.ts';

const TOO_MANY = `A stream waits for at most ${MAX_STREAM_ANALYSES} analyses: ask again when one is answered`;

/** The analyses that one stream's client asks for: each request gets one answer, or none when the client is gone. */
export class StreamAnalyses {
  readonly #sources: Pick<StreamSources, 'store' | 'analyses'>;
  readonly #reader: StreamReader;
  readonly #send: (message: AnalysisResultMessage) => void;
  readonly #stopped = new AbortController();
  #waiting = 0;

  constructor(
    sources: Pick<StreamSources, 'store' | 'analyses'>,
    reader: StreamReader,
    send: (message: AnalysisResultMessage) => void,
  ) {
    this.#sources = sources;
    this.#reader = reader;
    this.#send = send;
  }

  async take({ type: _type, request_id, ...request }: AnalysisRequestMessage): Promise<void> {
    const { analyses, store } = this.#sources;
    if (this.#waiting >= MAX_STREAM_ANALYSES) return this.#answer(request_id, analyses.refuse(TOO_MANY));
    this.#waiting += 1;
    const outcome = await analyses.add({
      request,
      signal: this.#stopped.signal,
      readerFor: (signal) => createReader(store, this.#reader, signal),
    });
    this.#waiting -= 1;
    return outcome && this.#answer(request_id, outcome);
  }

  /** Answers a request that cannot be understood. @returns false when it does not even say what it is called */
  refuse({ code, message, requestId }: FrameError): boolean {
    if (requestId === undefined) return false;
    this.#answer(requestId, { error: { code, message } });
    return true;
  }

  stop(): void {
    this.#stopped.abort();
  }

  #answer(requestId: string, outcome: AnalysisOutcome): void {
    if (!this.#stopped.signal.aborted) {
      this.#send({ type: 'analysis_result', request_id: requestId, ...outcome });
    }
  }
}
