import { isIngestReply } from '@tailrace/protocol';
import type { LogTransport, Outcome } from './LogTransport.ts';

/** Milliseconds after which a request counts as lost. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** What the fetch transport needs. */
export interface FetchTransportOptions {
  /** Base of the server, without a trailing slash; segments are posted to `{url}/api/v1/logs`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly key?: string | undefined;
  /** @default the platform's, as it is now: what the app does to it later is not the logger's way out */
  readonly fetch?: typeof globalThis.fetch;
}

/** Sends by `fetch`. */
export function createFetchTransport({ url, key, ...options }: FetchTransportOptions): LogTransport {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const endpoint = `${url}/api/v1/logs`;
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(key && { authorization: `Bearer ${key}` }),
  };
  return {
    async send(body, { keepalive = false, signal } = {}): Promise<Outcome> {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      try {
        const response = await send(endpoint, {
          method: 'POST',
          body,
          headers,
          keepalive,
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          credentials: 'omit',
          cache: 'no-store',
          // A portal's redirect would carry the entries to a stranger.
          redirect: 'error',
        });
        // To the end in any case: an unread reply keeps the page's keepalive quota occupied.
        return readOutcome(response, await response.text());
      } catch (error) {
        return { kind: 'network', message: String(error) };
      }
    },
  };
}

function readOutcome(response: Response, text: string): Outcome {
  const body = parseJson(text);
  const { status } = response;
  if (response.ok)
    return isIngestReply(body) ? { kind: 'reply', reply: body } : { kind: 'unknown_body', status };
  const code = (body as { code?: unknown } | null | undefined)?.code;
  const retryAfter = response.headers.get('retry-after');
  return {
    kind: 'status',
    status,
    ...(typeof code === 'string' && { code }),
    ...(retryAfter !== null && { retryAfter }),
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
