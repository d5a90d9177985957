import { isIngestReply, type Problem } from '@tailrace/protocol';
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
    async send(body, { keepalive = false } = {}): Promise<Outcome> {
      try {
        const response = await send(endpoint, {
          method: 'POST',
          body,
          headers,
          keepalive,
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
          credentials: 'omit',
          // A portal's redirect would carry the entries to a stranger.
          redirect: 'error',
        });
        // To the end in any case: an unread reply keeps the page's keepalive quota occupied.
        return readOutcome(response, parseJson(await response.text()));
      } catch (error) {
        return { kind: 'network', message: String(error) };
      }
    },
  };
}

function readOutcome({ ok, status, headers }: Response, body: unknown): Outcome {
  if (ok) return isIngestReply(body) ? { kind: 'reply', reply: body } : { kind: 'unknown_body', status };
  const code = (body as Partial<Problem> | null | undefined)?.code;
  return { kind: 'status', status, code, retryAfter: headers.get('retry-after') ?? undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page instead of the server's answer: the caller sees that it is no reply.
    return undefined;
  }
}
