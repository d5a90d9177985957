import type { MessagePort, Worker } from 'node:worker_threads';

/** What a thread can be asked: functions of one argument that can be cloned. */
export type Procedures = Readonly<Record<string, (argument: never, isCancelled: () => boolean) => unknown>>;

type CallArguments<F extends (...parameters: never) => unknown> =
  Parameters<F> extends [] ? [] : [argument: Parameters<F>[0], signal?: AbortSignal];

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

interface Request {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Failure {
  readonly message: string;
  readonly code: string | undefined;
}

type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: Failure });

/** An error that a procedure threw on its thread, with its `code` where it had one. */
export class ThreadError extends Error {
  override readonly name = 'ThreadError';
  readonly code: string | undefined;

  constructor(failure: Failure) {
    super(failure.message);
    this.code = failure.code;
  }
}

/**
 * Calls that can be cancelled at a time. A thread that is busy cannot receive messages, so that what was
 * cancelled stands in memory that both threads see.
 */
const CANCEL_SLOTS = 1024;

/** Calls procedures of a worker thread. */
export class ThreadClient<P extends Procedures> {
  readonly #worker: Worker;
  readonly #cancelled: Int32Array<SharedArrayBuffer>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  /**
   * @param onEnd told when the thread ends without `terminate`; all calls then fail
   */
  constructor(worker: Worker, cancelled: Int32Array<SharedArrayBuffer>, onEnd: (error: Error) => void) {
    this.#worker = worker;
    this.#cancelled = cancelled;
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(error, onEnd));
    worker.on('exit', (code) => this.#end(new Error(`The thread ended with code ${code}`), onEnd));
  }

  call<K extends keyof P & string>(
    name: K,
    ...[argument, signal]: CallArguments<P[K]>
  ): Promise<Awaited<ReturnType<P[K]>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    this.#lastId = (this.#lastId + 1) % 0x7fff_ffff;
    const id = this.#lastId;
    const cancel = () => Atomics.store(this.#cancelled, id % CANCEL_SLOTS, id);
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
    const answer = new Promise<Awaited<ReturnType<P[K]>>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, argument } satisfies Request);
    });
    // One signal may see thousands of calls: those of an export.
    return signal ? answer.finally(() => signal.removeEventListener('abort', cancel)) : answer;
  }

  async terminate(): Promise<void> {
    this.#ended = new Error('The thread was ended');
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(new ThreadError(reply.failure));
    else waiting?.resolve(reply.result as never);
  }

  #end(error: Error, onEnd: (error: Error) => void): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    if (this.#ended) return;
    this.#ended = error;
    onEnd(error);
  }
}

/** Memory in which a client tells its thread what was cancelled. */
export function createCancelFlags(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(CANCEL_SLOTS * Int32Array.BYTES_PER_ELEMENT));
}

/** Answers a `ThreadClient`, from within the thread. */
export function serveThread(
  port: MessagePort,
  cancelled: Int32Array<SharedArrayBuffer>,
  procedures: Procedures,
): void {
  port.on('message', async ({ id, name, argument }: Request) => {
    const isCancelled = () => Atomics.load(cancelled, id % CANCEL_SLOTS) === id;
    try {
      const result = await procedures[name]!(argument as never, isCancelled);
      port.postMessage({ id, result } satisfies Reply);
    } catch (error) {
      const { message, code } = error as { message: string; code?: string };
      port.postMessage({ id, failure: { message, code } } satisfies Reply);
    }
  });
}
