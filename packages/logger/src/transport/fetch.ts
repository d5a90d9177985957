import type { DeferredRequest } from './fetchLater.ts';
import type { BodyCompressor } from './gzip.ts';
import type { LogTransport } from './LogTransport.ts';

/** Milliseconds after which a request counts as lost. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** What the fetch transport needs. */
export interface FetchTransportOptions {
  /** Base of the server, without a trailing slash; segments are posted to `{url}/api/v1/logs`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly key?: string | undefined;
  /** @default the platform's, as it is now: what the app does to it later is not the logger's way out */
  /** @default bodies are sent as they are */
  readonly compress?: BodyCompressor | undefined;
  /** @default nothing is left with the browser */
  readonly defer?: DeferredRequest | undefined;
  readonly fetch?: typeof globalThis.fetch;
}

/** Sends by `fetch`. */
export function createFetchTransport({
  url,
  key,
  compress,
  defer,
  fetch: send = fetch.bind(globalThis),
}: FetchTransportOptions): LogTransport {
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(key && { authorization: `Bearer ${key}` }),
  };
  const address = `${url}/api/v1/logs`;
  const init: RequestInit = {
    method: 'POST',
    headers,
    credentials: 'omit',
    // A portal's redirect would carry the entries to a stranger.
    redirect: 'error',
  };
  return {
    async send(body, { keepalive = false } = {}) {
      try {
        // A page that is left has no time for it.
        const compressed = keepalive ? undefined : await compress?.(body);
        const response = await send(address, {
          ...init,
          body: compressed ?? body,
          headers: compressed ? { ...headers, 'content-encoding': 'gzip' } : headers,
          keepalive,
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        return {
          status: response.status,
          // To the end in any case: an unread reply keeps the page's keepalive quota occupied.
          body: parseJson(await response.text()),
          retryAfter: response.headers.get('retry-after'),
        };
      } catch {
        // Why it failed the browser tells its console only.
        return { status: 0 };
      }
    },
    defer: (body) => defer?.(address, { ...init, body }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page instead of the server's answer: the caller sees that it is no reply.
    return undefined;
  }
}
