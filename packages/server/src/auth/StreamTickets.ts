import { randomBase62, TICKET_LIFETIME_MS } from '@tailrace/protocol';
import type { Identity } from './Identity.ts';

/** Random base62 characters: 256 bits. */
const TICKET_LENGTH = 43;
/** Tickets that may be open; each lives 30 s, and a browser asks for one per connection. */
const MAX_OPEN_TICKETS = 10_000;

interface OpenTicket {
  readonly identity: Identity;
  readonly origin: string | undefined;
  readonly expiresAt: number;
}

/** What came of using a ticket. */
export type TicketUse =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly problem: 'unknown' | 'other_origin' };

/** Short-lived tickets with which browsers open sockets, because they can send no header and URLs end up in logs. */
export class StreamTickets {
  readonly #open = new Map<string, OpenTicket>();

  /** Makes a ticket that works once, for this holder, from this origin. */
  issue(identity: Identity, origin: string | undefined): string {
    this.#removeExpired();
    const ticket = randomBase62(TICKET_LENGTH);
    this.#open.set(ticket, { identity, origin, expiresAt: performance.now() + TICKET_LIFETIME_MS });
    return ticket;
  }

  /** @param origins that its page may be of; `undefined` of what is no page */
  use(ticket: string, origins: readonly (string | undefined)[]): TicketUse {
    const open = this.#open.get(ticket);
    this.#open.delete(ticket);
    if (!open || open.expiresAt <= performance.now()) return { ok: false, problem: 'unknown' };
    if (!origins.includes(open.origin)) return { ok: false, problem: 'other_origin' };
    return { ok: true, identity: open.identity };
  }

  /** Tickets are kept in the order in which they expire. */
  #removeExpired(): void {
    const now = performance.now();
    for (const [ticket, { expiresAt }] of this.#open) {
      if (expiresAt > now && this.#open.size < MAX_OPEN_TICKETS) return;
      this.#open.delete(ticket);
    }
  }
}
