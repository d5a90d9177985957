import type { StreamTicket } from '@tailrace/protocol';
import { LogStreamError } from './LogStreamError.ts';

/** Milliseconds that the server has to answer. */
const TICKET_TIMEOUT_MS = 10_000;

/** A ticket that could not be had. */
export class TicketError extends LogStreamError {
  /** Absent when the server could not be reached, or answered something that is no ticket. */
  readonly status?: number;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs?: number;

  constructor(message: string, details: { status?: number; retryAfterMs?: number; cause?: unknown } = {}) {
    super('ticket_failed', message, { cause: details.cause });
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}

export interface TicketRequest {
  /** The server's address, without a slash at its end. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`; without it the page's cookie speaks. */
  readonly token?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/**
 * Asks the server for a ticket: browsers cannot send a header with a socket, and a long-lived key in an
 * address ends up in access logs.
 *
 * @throws {TicketError}
 */
export async function fetchTicket({ baseUrl, token, fetch, signal }: TicketRequest): Promise<string> {
  let response: Response;
  try {
    response = await fetch(`${baseUrl}/api/v1/stream/tickets`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TICKET_TIMEOUT_MS)]),
    });
  } catch (cause) {
    throw new TicketError('The log server cannot be reached', { cause });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(response, body);
  const ticket = (body as Partial<StreamTicket> | undefined)?.ticket;
  if (typeof ticket !== 'string') {
    throw new TicketError(`What answers at ${baseUrl} is not a Tailrace server`);
  }
  return ticket;
}

function refusal(response: Response, body: unknown): TicketError {
  const { status } = response;
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new TicketError(
    typeof detail === 'string' ? detail : `The log server answered ${status} when asked for a stream ticket`,
    { status, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) },
  );
}
