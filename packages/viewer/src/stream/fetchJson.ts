import type { Problem } from '@tailrace/protocol';
import { absoluteUrl } from './absoluteUrl.ts';
import { LogStreamError } from './LogStreamError.ts';

/** How to ask the server: what a service was made with. */
export interface ServerAccess {
  /** The server's address; relative ones are the page's. */
  readonly baseUrl: string;
  /** A bearer token; without one the page's cookie speaks. */
  readonly getToken?: (() => string | Promise<string>) | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Asks the server for JSON.
 *
 * @param path below the server's address
 * @throws {LogStreamError} `refused`, `server_error` or `connection_lost`; what the signal says when it is aborted
 */
export async function fetchJson(access: ServerAccess, path: string, signal: AbortSignal): Promise<unknown> {
  const token = await access.getToken?.();
  let response: Response;
  try {
    response = await access.fetch(`${absoluteUrl(access.baseUrl)}${path}`, {
      credentials: 'same-origin',
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new LogStreamError('connection_lost', 'The log server cannot be reached', { cause });
  }
  const body: unknown = await response.json().catch(() => undefined);
  signal.throwIfAborted();
  if (response.ok) return body;
  const { status } = response;
  throw new LogStreamError(
    status === 401 || status === 403 ? 'refused' : 'server_error',
    (body as Partial<Problem> | undefined)?.detail ?? `The log server answered ${status}`,
  );
}
