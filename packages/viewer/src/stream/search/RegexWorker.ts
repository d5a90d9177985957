import type { BlockMessages } from '../buffer/TextBlock.ts';
import type { SearchReply, SearchRequest } from './searchMessages.ts';
import { TrustedWorker } from './TrustedWorker.ts';

/** Milliseconds that a pattern may take for some thousand messages. */
export const PATTERN_DEADLINE_MS = 1000;
/** Milliseconds that a worker may take to start. */
export const WORKER_START_MS = 10_000;

/** Why a regular expression could not be searched for. */
export type SearchErrorCode = 'invalid_pattern' | 'pattern_too_slow' | 'worker_unavailable';

/** A search that came to nothing, with a sentence that can be shown. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly code: SearchErrorCode;

  constructor(code: SearchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (found: readonly Int32Array[]) => void;
  readonly reject: (error: SearchError) => void;
}

/** Runs one regular expression in a worker, and ends it when it takes too long: a page cannot end its own. */
export class RegexWorker {
  readonly #pattern: RegExp;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #ready = false;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #error: SearchError | undefined;

  /** @throws {SearchError} `worker_unavailable`, where there are none or the page's policy forbids it */
  constructor(pattern: RegExp) {
    this.#pattern = pattern;
    try {
      const Worker = TrustedWorker;
      // Written out like this, so that bundlers see it.
      this.#worker = new Worker(new URL('./searchWorker.js', import.meta.url), { type: 'module' });
    } catch (cause) {
      throw unavailable(cause);
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<SearchReply>) => this.#receive(data));
    this.#worker.addEventListener('error', (event) => this.#fail(unavailable(event)));
    this.#wait();
  }

  /** For each text the numbers of the messages that match. @throws {SearchError} */
  find(texts: readonly BlockMessages[]): Promise<readonly Int32Array[]> {
    const error = this.#error;
    if (error) return Promise.reject(error);
    const id = this.#nextId++;
    const { source, flags } = this.#pattern;
    this.#worker.postMessage({ id, source, flags, texts } satisfies SearchRequest);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#waiting.size === 1) this.#wait();
    });
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.#worker.terminate();
    this.#waiting.clear();
  }

  #receive(reply: SearchReply): void {
    if (reply.type === 'ready') this.#ready = true;
    else {
      this.#waiting.get(reply.id)?.resolve(reply.found);
      this.#waiting.delete(reply.id);
    }
    this.#wait();
  }

  /** Gives the worker time for what it does next. */
  #wait(): void {
    clearTimeout(this.#deadline);
    if (this.#ready && this.#waiting.size === 0) return;
    this.#deadline = setTimeout(
      () => this.#fail(this.#ready ? tooSlow() : unavailable()),
      this.#ready ? PATTERN_DEADLINE_MS : WORKER_START_MS,
    );
  }

  #fail(error: SearchError): void {
    if (this.#error) return;
    this.#error = error;
    const waiting = [...this.#waiting.values()];
    this.close();
    waiting.forEach(({ reject }) => reject(error));
  }
}

function tooSlow(): SearchError {
  return new SearchError('pattern_too_slow', 'This pattern takes too long; repeat less within what repeats');
}

function unavailable(cause?: unknown): SearchError {
  return new SearchError(
    'worker_unavailable',
    'Patterns cannot be searched for here: this page may not start workers. Text can',
    { cause },
  );
}
