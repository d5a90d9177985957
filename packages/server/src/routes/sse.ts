import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Identity } from '../auth/Identity.ts';
import { ProblemError } from '../Problem.ts';
import { gzipOnto } from '../stream/compression.ts';
import { EVENT_STREAM_HEADERS, eventStream } from '../stream/eventStream.ts';
import { FramedEvents } from '../stream/FramedEvents.ts';
import type { OpenStream } from '../stream/OpenStreams.ts';
import { PlainStream } from '../stream/PlainStream.ts';
import type { StreamReader } from '../stream/StreamFilter.ts';
import type { StreamSocket } from '../stream/StreamSocket.ts';
import {
  admitReader,
  admitTicket,
  holderOf,
  refuseNewStreams,
  type StreamRouteOptions,
} from './streamAdmission.ts';
import { EVENT_STREAM_FORMATS, isCompressed, readStreamQuery, type StreamQuery } from './streamQuery.ts';

type EventStreamQuery = StreamQuery<(typeof EVENT_STREAM_FORMATS)[number]>;

/** Seconds after which somebody with too many streams may find one closed. */
const RETRY_SECONDS = '30';

/**
 * `GET /api/v1/logs/stream/sse`: the stream as Server-Sent Events. Everything that can be wrong is answered before
 * the stream begins.
 *
 * It writes to the connection itself: a Hono stream knows nothing of what its client has taken, and so cannot be
 * bounded.
 */
export function sseRoute(options: StreamRouteOptions): Handler<AppEnv> {
  const { sources, authenticator, streams, lifecycle } = options;

  return (c) => {
    refuseNewStreams(lifecycle);
    const identity = admit(c);
    const request = readStreamQuery(c, { bufferSize: sources.bufferSize, formats: EVENT_STREAM_FORMATS });
    const holder = holderOf(c, 'sse', identity, authenticator);
    const refusal = streams.refusal(holder);
    if (refusal !== undefined) {
      const detail = `Close a stream first: ${refusal}`;
      throw new ProblemError('too_many_requests', detail, { 'Retry-After': RETRY_SECONDS });
    }
    const isGzip = isCompressed(c);
    const answer = c.body(null, 200, {
      ...EVENT_STREAM_HEADERS,
      ...(isGzip && { 'Content-Encoding': 'gzip' }),
    });
    const outgoing = c.env?.outgoing;
    // Whoever asks for the head alone, or without a connection, gets no stream.
    if (c.req.method === 'HEAD' || !outgoing) return answer;

    // After the stream the connection is of no use, and must not hold up a server that goes away.
    outgoing.shouldKeepAlive = false;
    outgoing.writeHead(200, Object.fromEntries(answer.headers));
    const socket = eventStream(isGzip ? gzipOnto(outgoing) : outgoing);
    const stream = open(request, holder, socket);
    socket.onAlive(() => stream.heard());
    streams.add(stream, holder);
    outgoing.on('close', () => {
      stream.stop();
      streams.delete(stream);
    });
    return RESPONSE_ALREADY_SENT;
  };

  function admit(c: Context<AppEnv>): Identity {
    const known = admitReader(authenticator.identify(c));
    if (known) return known;
    const admission = admitTicket(c, options);
    if ('identity' in admission) return admission.identity;
    const code = admission.problem === 'forbidden' ? 'forbidden' : 'unauthorized';
    throw new ProblemError(code, `Get another ticket: ${admission.reason}`);
  }

  function open(request: EventStreamQuery, reader: StreamReader, socket: StreamSocket): OpenStream {
    const { format } = request;
    return format === 'frames'
      ? new FramedEvents(sources, reader, socket, request)
      : new PlainStream(sources, reader, socket, { ...request, format });
  }
}
