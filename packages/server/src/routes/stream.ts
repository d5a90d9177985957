import {
  allOf,
  CLOSE_CODES,
  EVERYTHING,
  PLAIN_FORMATS,
  STREAM_SUBPROTOCOL,
  TICKET_LIFETIME_MS,
  type PlainFormat,
  type StreamTicket,
} from '@tailrace/protocol';
import { upgradeWebSocket } from '@hono/node-server';
import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { WSContext } from 'hono/ws';
import type { WebSocket } from 'ws';
import type { AppEnv } from '../AppEnv.ts';
import type { Authenticator } from '../auth/Authenticator.ts';
import type { Identity } from '../auth/Identity.ts';
import type { StreamTickets } from '../auth/StreamTickets.ts';
import type { Lifecycle } from '../Lifecycle.ts';
import { forbidden, mayAct, unauthorized } from '../middleware/requireRole.ts';
import { ProblemError } from '../Problem.ts';
import { filterFromQuery } from '../query/filterFromQuery.ts';
import type { OpenStream, OpenStreams } from '../stream/OpenStreams.ts';
import { PLAIN_PRINTERS } from '../stream/plainFormats.ts';
import { PlainStream } from '../stream/PlainStream.ts';
import { createStreamFilter } from '../stream/StreamFilter.ts';
import { StreamSession, type StreamReader, type StreamSources } from '../stream/StreamSession.ts';
import type { StreamSocket } from '../stream/StreamSocket.ts';

export interface StreamRouteOptions {
  readonly sources: StreamSources;
  readonly authenticator: Authenticator;
  readonly tickets: StreamTickets;
  readonly streams: OpenStreams;
  readonly lifecycle: Lifecycle;
}

/** `POST /api/v1/stream/tickets`: lets a browser open one socket. */
export function ticketRoute(tickets: StreamTickets): Handler<AppEnv> {
  return (c) => {
    const ticket = tickets.issue(c.get('identity'), c.req.header('Origin'));
    c.header('Cache-Control', 'no-store');
    return c.json({ ticket, expires_in_ms: TICKET_LIFETIME_MS } satisfies StreamTicket);
  };
}

/** Who may open the socket; or with which code it is closed after the upgrade. */
type Admission = { readonly identity: Identity } | { readonly code: number; readonly reason: string };

/**
 * `GET /api/v1/logs/stream/ws`: framed when the client offers the sub-protocol, else plain. Requests that are no
 * upgrade go on to the next handler.
 *
 * Refusals are HTTP answers before the upgrade, except for tickets: a browser cannot see the status of a
 * handshake, but it sees the code of a close.
 *
 * @param fixedFormat of plain messages, at the addresses that have one of their own
 */
export function streamRoute(
  { sources, authenticator, tickets, streams, lifecycle }: StreamRouteOptions,
  fixedFormat?: PlainFormat,
): MiddlewareHandler<AppEnv> {
  const upgrade = upgradeWebSocket((c: Context<AppEnv>) => {
    if (lifecycle.isDraining)
      throw new ProblemError('shutting_down', 'The server restarts: connect again later');
    const admission = admit(c);
    const open = openerOf(c);
    let stream: OpenStream | undefined;
    return {
      onOpen(_event, ws: WSContext) {
        const socket = ws.raw as WebSocket;
        if ('code' in admission) return socket.close(admission.code, admission.reason);
        const opened = open(admission.identity, asStreamSocket(socket));
        stream = opened;
        streams.add(opened, admission.identity);
        socket.on('pong', () => opened.heard());
        return undefined;
      },
      onMessage({ data }) {
        stream?.receive(data);
      },
      onClose() {
        if (!stream) return;
        stream.stop();
        streams.delete(stream);
      },
    };
  });

  return (c, next) => (c.req.header('Upgrade')?.toLowerCase() === 'websocket' ? upgrade(c, next) : next());

  function admit(c: Context<AppEnv>): Admission {
    const byKey = authenticator.bearer(c);
    if (byKey) {
      if (!mayAct(byKey.role, ['read'])) throw forbidden(['read']);
      return { identity: byKey };
    }
    const ticket = c.req.query('ticket');
    if (ticket === undefined) throw unauthorized();
    const use = tickets.use(ticket, c.req.header('Origin'));
    if (use.ok) return { identity: use.identity };
    return use.problem === 'unknown'
      ? { code: CLOSE_CODES.unauthenticated, reason: 'the ticket is unknown, used or expired' }
      : { code: CLOSE_CODES.forbidden, reason: 'the ticket was issued to another origin' };
  }

  function openerOf(c: Context<AppEnv>): (reader: StreamReader, socket: StreamSocket) => OpenStream {
    if (offersFrames(c)) return (reader, socket) => new StreamSession(sources, reader, socket);
    // What is asked for is refused before the upgrade; what may be read is known after it.
    const { filter, applied } = filterFromQuery(c.req.queries(), ['ticket', 'format'], {});
    const format = fixedFormat ?? formatOf(c) ?? ('job_run_id' in applied ? 'job' : 'entry');
    return ({ tenant, permission = EVERYTHING }, socket) => {
      const streamFilter = createStreamFilter(allOf([permission, filter]));
      return new PlainStream(sources, tenant, socket, streamFilter, PLAIN_PRINTERS[format]);
    };
  }
}

/** Answers what came to a stream's address and is no socket. */
export const notASocket: Handler<AppEnv> = () => {
  throw new ProblemError('not_found', 'Open this URL as a WebSocket');
};

/** Which sub-protocol a socket gets of those that its client offers. */
export function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(STREAM_SUBPROTOCOL) ? STREAM_SUBPROTOCOL : false;
}

function offersFrames(c: Context): boolean {
  const offered = c.req.header('Sec-WebSocket-Protocol')?.split(',') ?? [];
  return offered.some((name) => name.trim() === STREAM_SUBPROTOCOL);
}

function formatOf(c: Context): PlainFormat | undefined {
  const given = c.req.query('format') ?? '';
  if (given === '') return undefined;
  const format = PLAIN_FORMATS.find((name) => name === given);
  if (!format)
    throw new ProblemError('invalid_parameter', `format must be one of ${PLAIN_FORMATS.join(', ')}`);
  return format;
}

function asStreamSocket(socket: WebSocket): StreamSocket {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    // An error is followed by the close of the socket, which is where a stream ends.
    send: (message, onFlushed) => socket.send(message, { binary: false }, () => onFlushed?.()),
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
