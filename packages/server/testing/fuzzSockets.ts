import {
  CLOSE_CODES,
  STREAM_ERROR_CODES,
  STREAM_SUBPROTOCOL,
  type StreamErrorMessage,
} from '@tailrace/protocol';
import fc from 'fast-check';
import WebSocket from 'ws';
import { printCall, type ApiCall } from './ApiCall.ts';
import type { ApiAnswer, FuzzTarget } from './FuzzTarget.ts';
import { HOSTILE_BODIES, hostileJson, hostileText } from './hostileValues.ts';

const SWITCHING_PROTOCOLS = 101;
/** Frames of one connection: fewer than would be too many a second. */
const MAX_FRAMES = 8;
/** Subscription that comes behind all else. */
const LAST = 'the last one';
/** How a socket may end that was told nothing good: too much, too fast, or no text. */
const ENDS: readonly number[] = [...Object.values(CLOSE_CODES), 1007, 1009];

/** Opens the socket that a call asks for, and closes it; or tells why it was refused. */
export function askForSocket({ url: origin, tokens }: FuzzTarget, call: ApiCall): Promise<ApiAnswer> {
  const token = tokens[call.caller];
  const headers = { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...call.headers };
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(origin.replace(/^http/, 'ws') + call.url, { headers });
    socket.on('open', () => {
      resolve({ status: SWITCHING_PROTOCOLS, headers: new Headers(), body: '' });
      socket.close();
    });
    socket.on('unexpected-response', (request, answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (body += part));
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Headers(answer.headers as Record<string, string>),
          body,
        });
        request.destroy();
      });
    });
    socket.on('error', (error) =>
      reject(new Error(`${printCall(call)} ended without an answer: ${error.message}`)),
    );
  });
}

const TYPES = [
  'subscribe',
  'update',
  'unsubscribe',
  'ack',
  'pause',
  'resume',
  'ping',
  'analysis_request',
  'hello',
];

const message = fc.record(
  {
    type: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...TYPES) }, hostileJson),
    id: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>('a', 'b') }, hostileJson),
    filter: fc.oneof(fc.constantFrom<unknown>('', 'level:>=info', 'entry'), hostileText, hostileJson),
    after: fc.oneof(fc.constant<unknown>('now'), hostileText, hostileJson),
    last: fc.oneof(fc.constantFrom<unknown>(0, 5, 1000), hostileJson),
    batch_ms: fc.oneof(fc.constant<unknown>(20), hostileJson),
    max_rate: fc.oneof(fc.constant<unknown>(5), hostileJson),
    cursor: fc.oneof(hostileText, hostileJson),
  },
  { requiredKeys: ['type'], noNullPrototype: true },
);

/** What a client sends on a framed stream, and should not. */
const frame: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 6, arbitrary: message.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_BODIES.filter((body) => body.length < 100_000)) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
);

/** Sends hostile frames over real sockets: each is answered by what a stream may say, and ends nothing but itself. */
export async function fuzzFrames(target: FuzzTarget, connections: number, seed?: number): Promise<string[]> {
  const property = fc.asyncProperty(
    fc.array(frame, { minLength: 1, maxLength: MAX_FRAMES }),
    async (frames) => {
      const faults = [
        ...(await faultsOfFrames(target, frames)),
        ...target.takeOwnLines().filter((line) => line.includes(' error ')),
      ];
      if (faults.length > 0)
        throw new Error(`${JSON.stringify(frames.map(String)).slice(0, 500)} ${faults.join('; ')}`);
    },
  );
  const details = await fc.check(property, { numRuns: connections, ...(seed !== undefined && { seed }) });
  return details.failed ? [`${String(details.errorInstance)} (seed ${details.seed})`] : [];
}

/** A subscription comes last: what answers it has lived through all before. */
function faultsOfFrames(
  { url, tokens }: FuzzTarget,
  frames: readonly (string | Buffer)[],
): Promise<string[]> {
  const headers = { Authorization: `Bearer ${tokens.read}` };
  const address = `${url.replace(/^http/, 'ws')}/api/v1/logs/stream/ws`;
  const socket = new WebSocket(address, [STREAM_SUBPROTOCOL], { headers });
  let isAnswered = false;
  const faults: string[] = [];
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      for (const one of frames) socket.send(one);
      socket.send(JSON.stringify({ type: 'subscribe', id: LAST, after: 'now' }));
    });
    socket.on('message', (data: Buffer) => {
      const said = JSON.parse(data.toString()) as Pick<StreamErrorMessage, 'id' | 'code'> & {
        readonly type: string;
      };
      if (said.type === 'error' && !STREAM_ERROR_CODES.includes(said.code)) faults.push(data.toString());
      if (said.id !== LAST || isAnswered) return;
      isAnswered = true;
      socket.close();
    });
    socket.on('close', (code) => {
      resolve(isAnswered || ENDS.includes(code) ? faults : [...faults, `ended with ${code}`]);
    });
    socket.on('error', reject);
  });
}
