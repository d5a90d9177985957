import type { Logger } from '../Logger.ts';
import { cleanUrl } from './cleanUrl.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { patchMethod } from './patchMethod.ts';

const installed: Installed = new WeakMap();

/** Milliseconds from which on a request counts as slow: one second is where a user's train of thought breaks. */
export const DEFAULT_SLOW_MS = 1000;

/** Which requests are captured. */
export interface CaptureRequestsOptions {
  /**
   * Milliseconds from which on a request that succeeds is logged as slow: up to the response's headers for
   * `fetch`, from `open` up to the end of its body for XMLHttpRequest.
   *
   * @default 1000
   */
  readonly slowMs?: number;
  /**
   * What the URLs of requests that are never logged contain; looked for in the URL as it would be logged. A
   * logger that was given a `fetch` of the app's own needs its `url` here.
   */
  readonly ignore?: readonly (string | RegExp)[];
  /**
   * Whether requests that the app aborted count as failed. One that timed out always does.
   *
   * @default false
   */
  readonly aborts?: boolean;
}

/** Ends a request: with its status, or with the word for what happened instead. */
type End = (status: number | string, signal?: AbortSignal | null) => void;

/**
 * Logs requests by `fetch` and XMLHttpRequest that fail or are slow, with `method` (as the app wrote it), `url`
 * (without credentials, values of the query, and fragment), `status` and `duration_ms`; never headers or bodies. Those without an
 * answer and those answered by 5xx are logged at level `error`, 4xx and slow ones at `warning`. Requests of the
 * logger are not seen, for it uses the `fetch` that the page had when the logger was made.
 *
 * @returns how to undo it; requests under way are still reported
 * @example
 * const undo = captureRequests(logger, { slowMs: 3000, ignore: ['/health', /\.hot-update\./] });
 */
export function captureRequests(
  logger: Logger,
  { slowMs = DEFAULT_SLOW_MS, ignore = [], aborts = false }: CaptureRequestsOptions = {},
): () => void {
  return installOnce(installed, logger, () => {
    const begin = (method: string, address: unknown): End => {
      const start = performance.now();
      const url = cleanUrl(address);
      return (status, signal) => {
        try {
          const duration_ms = Math.round(performance.now() - start);
          if (signal?.aborted) status = signal.reason?.name === 'TimeoutError' ? 'timeout' : 'abort';
          // A word is below no number.
          if (status === 'abort' ? !aborts : (status as number) < 400 && duration_ms < slowMs) return;
          // Unlike `search` it takes a string by the letter.
          if (ignore.some((pattern) => url.split(pattern)[1] != null)) return;
          logger[(status as number) < 500 ? 'warning' : 'error'](
            `${method} ${url} ${(status as number) < 400 ? 'slow' : status}`,
            {
              method,
              url,
              status,
              duration_ms,
            },
          );
        } catch {
          // The app's own reason to abort threw, or its logger did.
        }
      };
    };
    const ends = new WeakMap<object, End>();
    function onEnd(this: XMLHttpRequest, { type }: Event) {
      ends.get(this)?.(this.status || type);
    }
    return [
      patchMethod(globalThis, 'fetch', ([input, init]) => {
        const request = input as Request;
        const options = init as RequestInit | undefined;
        const end = begin(options?.method ?? request.method ?? 'GET', request.url ?? input);
        // The app gets what comes after ours: to look on from aside would mark a rejection as handled.
        return (result) =>
          result instanceof Promise
            ? result.then(
                (response: Response) => {
                  end(response.status);
                  return response;
                },
                (error: unknown) => {
                  end('error', options?.signal ?? request.signal);
                  throw error;
                },
              )
            : result;
      }),
      patchMethod(globalThis.XMLHttpRequest?.prototype, 'open', ([method, url], xhr) => {
        ends.set(xhr as object, begin(method as string, url));
        for (const type of ['load', 'error', 'timeout', 'abort']) {
          // Not added twice when the object is used again.
          (xhr as XMLHttpRequest).addEventListener(type, onEnd);
        }
      }),
    ];
  });
}
