import { LogApiError } from './LogApiError.ts';

/** What is known of an answer. */
export interface QueryState<T> {
  /** The last answer; it stays while it is asked for again, and when that fails. */
  readonly data?: T;
  /** Why the last request failed. */
  readonly error?: LogApiError;
  readonly isLoading: boolean;
}

export type Load<T> = (signal: AbortSignal) => Promise<T>;

/** Asks while somebody looks, again and again if told so, and never twice at a time. */
export class Query<T> {
  readonly #load: Load<T>;
  readonly #refreshMs: number;
  readonly #listeners = new Set<() => void>();
  #state: QueryState<T> = { isLoading: true };
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param refreshMs milliseconds from an answer to the next request; 0 asks once */
  constructor(load: Load<T>, refreshMs = 0) {
    this.#load = load;
    this.#refreshMs = refreshMs;
  }

  readonly state = (): QueryState<T> => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.refresh();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  /** Asks now; a request that is under way is given up. */
  readonly refresh = (): void => {
    this.#stop();
    const running = (this.#running = new AbortController());
    this.#set({ ...this.#state, isLoading: true });
    void this.#load(running.signal).then(
      (data) => this.#ended(running, { data, isLoading: false }),
      (cause: unknown) =>
        this.#ended(running, {
          ...(this.#state.data !== undefined && { data: this.#state.data }),
          error: errorOf(cause),
          isLoading: false,
        }),
    );
  };

  /** Shows an answer that came by another way. */
  set(data: T): void {
    this.#stop();
    this.#set({ data, isLoading: false });
    this.#later();
  }

  #ended(running: AbortController, state: QueryState<T>): void {
    if (running !== this.#running) return;
    this.#running = undefined;
    this.#set(state);
    this.#later();
  }

  #later(): void {
    if (this.#refreshMs === 0 || this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => {
      // Nobody looks at a hidden page; it is asked again a moment later.
      if (globalThis.document?.visibilityState === 'hidden') this.#later();
      else this.refresh();
    }, this.#refreshMs);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = undefined;
  }

  #set(state: QueryState<T>): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}

function errorOf(cause: unknown): LogApiError {
  return cause instanceof LogApiError ? cause : new LogApiError('The answer cannot be read', { cause });
}
