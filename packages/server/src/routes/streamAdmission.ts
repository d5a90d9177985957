import type { Context } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Authenticator } from '../auth/Authenticator.ts';
import type { Identity } from '../auth/Identity.ts';
import type { StreamTickets } from '../auth/StreamTickets.ts';
import type { Lifecycle } from '../Lifecycle.ts';
import { forbidden, mayAct, unauthorized } from '../middleware/requireRole.ts';
import { ProblemError } from '../Problem.ts';
import type { OpenStreams, StreamHolder } from '../stream/OpenStreams.ts';
import type { StreamKind } from '../stream/StreamSocket.ts';
import type { StreamSources } from '../stream/StreamSources.ts';

export interface StreamRouteOptions {
  readonly sources: StreamSources;
  readonly authenticator: Authenticator;
  readonly tickets: StreamTickets;
  readonly streams: OpenStreams;
  readonly lifecycle: Lifecycle;
}

/** What came of a ticket. */
export type TicketAdmission =
  | { readonly identity: Identity }
  | { readonly problem: 'unauthenticated' | 'forbidden'; readonly reason: string };

/** @throws {ProblemError} `shutting_down` */
export function refuseNewStreams(lifecycle: Lifecycle): void {
  if (!lifecycle.isDraining) return;
  throw new ProblemError('shutting_down', 'The server restarts: connect again later');
}

/**
 * The holder of a key, if it may read.
 *
 * @throws {ProblemError} `forbidden`
 */
export function admitReader(identity: Identity | undefined): Identity | undefined {
  if (identity && !mayAct(identity.role, ['read'])) throw forbidden(['read']);
  return identity;
}

/**
 * Uses the ticket of the URL.
 *
 * @throws {ProblemError} `unauthorized` when there is none
 */
export function admitTicket(
  c: Context<AppEnv>,
  { tickets, authenticator }: StreamRouteOptions,
): TicketAdmission {
  const ticket = c.req.query('ticket');
  if (ticket === undefined) throw unauthorized();
  const use = tickets.use(ticket, originsOf(c));
  if (!use.ok && use.problem === 'other_origin') {
    return { problem: 'forbidden', reason: 'the ticket was issued to another origin' };
  }
  // Whoever got it may have lost the key since.
  if (!use.ok || !authenticator.isCurrent(use.identity)) {
    return { problem: 'unauthenticated', reason: 'the ticket is unknown, used or expired' };
  }
  return { identity: use.identity };
}

/** A page that reads events of its own server sends no `Origin`; its browser says so in another way, of either scheme. */
function originsOf(c: Context): readonly (string | undefined)[] {
  const origin = c.req.header('Origin');
  if (origin !== undefined || c.req.header('Sec-Fetch-Site') !== 'same-origin') return [origin];
  const host = c.req.header('Host') ?? '';
  return [`http://${host}`, `https://${host}`];
}

/** Whose stream it will be. */
export function holderOf(
  c: Context<AppEnv>,
  kind: StreamKind,
  identity: Identity,
  authenticator: Authenticator,
): StreamHolder {
  return {
    kind,
    tenant: identity.tenant,
    ...(identity.permission && { permission: identity.permission }),
    key: identity.hash,
    address: c.env?.incoming?.socket.remoteAddress ?? '',
    jobRunIds: c.req.queries('job_run_id')?.filter((id) => id !== '') ?? [],
    isPermitted: () => authenticator.isCurrent(identity),
  };
}
