import {
  CLOSE_CODES,
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
import type { StreamTickets } from '../auth/StreamTickets.ts';
import { ProblemError } from '../Problem.ts';
import { KEY_IS_GONE, type OpenStream, type StreamHolder } from '../stream/OpenStreams.ts';
import { PlainStream } from '../stream/PlainStream.ts';
import type { StreamReader } from '../stream/StreamFilter.ts';
import { StreamSession } from '../stream/StreamSession.ts';
import type { StreamSocket } from '../stream/StreamSocket.ts';
import { webSocketStream } from '../stream/webSocket.ts';
import {
  admitReader,
  admitTicket,
  holderOf,
  refuseNewStreams,
  type StreamRouteOptions,
} from './streamAdmission.ts';
import { isCompressed, readStreamQuery } from './streamQuery.ts';

/** `POST /api/v1/stream/tickets`: lets a browser open one stream. */
export function ticketRoute(tickets: StreamTickets): Handler<AppEnv> {
  return (c) => {
    const ticket = tickets.issue(c.get('identity'), c.req.header('Origin'));
    c.header('Cache-Control', 'no-store');
    return c.json({ ticket, expires_in_ms: TICKET_LIFETIME_MS } satisfies StreamTicket);
  };
}

/** Whose socket it is; or with which code it is closed after the upgrade. */
type Admission = { readonly holder: StreamHolder } | { readonly code: number; readonly reason: string };

/**
 * `GET /api/v1/logs/stream/ws`: framed when the client offers the sub-protocol, else plain. Requests that are no
 * upgrade go on to the next handler.
 *
 * Refusals are HTTP answers before the upgrade, except for tickets and numbers: a browser cannot see the status
 * of a handshake, but it sees the code of a close.
 *
 * @param fixedFormat of plain messages, at the addresses that have one of their own
 */
export function streamRoute(
  options: StreamRouteOptions,
  fixedFormat?: PlainFormat,
): MiddlewareHandler<AppEnv> {
  const { sources, authenticator, streams, lifecycle } = options;
  const upgrade = upgradeWebSocket((c: Context<AppEnv>) => {
    refuseNewStreams(lifecycle);
    if (!isCompressed(c)) refuseCompression(c);
    const admission = admit(c);
    const open = openerOf(c);
    let stream: OpenStream | undefined;
    return {
      onOpen(_event, ws: WSContext) {
        const socket = ws.raw as WebSocket;
        if ('code' in admission) return socket.close(admission.code, admission.reason);
        const { holder } = admission;
        // What happened while the handshake ran: from here on, whoever revokes the key finds the stream.
        if (!holder.isPermitted()) return socket.close(CLOSE_CODES.unauthenticated, KEY_IS_GONE);
        const refusal = streams.refusal(holder);
        if (refusal !== undefined) return socket.close(CLOSE_CODES.tooMany, refusal);
        const opened = open(holder, webSocketStream(socket));
        stream = opened;
        streams.add(opened, holder);
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
    const admission = admissionOf(c);
    if ('problem' in admission) {
      return { code: CLOSE_CODES[admission.problem], reason: admission.reason };
    }
    return { holder: holderOf(c, 'websocket', admission.identity, authenticator) };
  }

  function admissionOf(c: Context<AppEnv>) {
    const byKey = admitReader(authenticator.bearer(c));
    return byKey ? { identity: byKey } : admitTicket(c, options);
  }

  function openerOf(c: Context<AppEnv>): (reader: StreamReader, socket: StreamSocket) => OpenStream {
    if (offersFrames(c)) return (reader, socket) => new StreamSession(sources, reader, socket);
    const request = readStreamQuery(c, {
      bufferSize: sources.bufferSize,
      formats: PLAIN_FORMATS,
      fixedFormat,
    });
    return (reader, socket) => new PlainStream(sources, reader, socket, request);
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

/** Clients offer compression without being asked; it is for those who ask for it. */
function refuseCompression(c: Context<AppEnv>): void {
  delete c.env.incoming?.headers['sec-websocket-extensions'];
}

function offersFrames(c: Context): boolean {
  const offered = c.req.header('Sec-WebSocket-Protocol')?.split(',') ?? [];
  return offered.some((name) => name.trim() === STREAM_SUBPROTOCOL);
}
