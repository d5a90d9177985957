import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MAX_BODY_BYTES, MAX_INFLATED_BYTES, MAX_INFLATE_RATIO } from '@tailrace/protocol';
import { ProblemError } from '../Problem.ts';
import type { HeldBody } from './HeldBodies.ts';

const gunzipAsync = promisify(gunzip);

/** Bytes to which any body may grow: the ratio of a body of a few bytes says nothing. */
const MIN_INFLATED_LIMIT = 64 * 1024;
/** Where a body is read from, and counted. */
export interface BodySource {
  /** What it takes of the room for all bodies. @default it is not counted */
  readonly held?: HeldBody;
  /** The socket's own stream: reading a large body by way of `Request.body` costs twice as much. */
  readonly incoming?: IncomingMessage | undefined;
}

/** Bytes of a body that is not counted while it comes: no more than sockets hold anyway, and read at once. */
const UNCOUNTED_BYTES = 64 * 1024;

/**
 * Reads the body of an ingest request. Bytes that are not UTF-8 become U+FFFD: the rest of the entry is worth
 * more than a refusal that nobody can act on.
 *
 * @throws {ProblemError} `body_too_large`, `invalid_gzip`, `unsupported_encoding`, or `store_unavailable` when there is
 * no room for it
 */
export async function readBody(request: Request, { held, incoming }: BodySource = {}): Promise<string> {
  const encoding = request.headers.get('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new ProblemError('unsupported_encoding', 'Send the body as it is, or with Content-Encoding: gzip', {
      'Accept-Encoding': 'gzip, identity',
    });
  }
  const bytes = await readBytes(request, held, incoming).catch((error: unknown) => {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('invalid_segment', 'The body ended before it was complete');
  });
  held?.complete(bytes.length);
  if (encoding === 'identity') return bytes.toString('utf8');
  const inflated = await inflate(bytes);
  held?.complete(inflated.length - bytes.length);
  return inflated.toString('utf8');
}

async function readBytes(
  request: Request,
  held: HeldBody | undefined,
  incoming: IncomingMessage | undefined,
): Promise<Buffer> {
  const announced = Number(request.headers.get('Content-Length') ?? Number.NaN);
  if (announced > MAX_BODY_BYTES) throw tooLarge();
  // HTTP holds a sender to its Content-Length, so that what is small needs no counting.
  if (announced >= 0 && announced <= UNCOUNTED_BYTES) return Buffer.from(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  // A refusal can be sent only while the socket is open.
  const pieces: AsyncIterable<Uint8Array> | readonly [] =
    incoming?.iterator({ destroyOnReturn: false }) ?? request.body ?? [];
  for await (const chunk of pieces) {
    length += chunk.byteLength;
    if (length > MAX_BODY_BYTES) throw tooLarge();
    held?.arrive(chunk.byteLength);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function inflate(bytes: Buffer): Promise<Buffer> {
  const byRatio = Math.max(bytes.length * MAX_INFLATE_RATIO, MIN_INFLATED_LIMIT);
  try {
    return await gunzipAsync(bytes, { maxOutputLength: Math.min(MAX_INFLATED_BYTES, byRatio) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ProblemError(
        'body_too_large',
        `A gzip body inflates to at most ${MAX_INFLATED_BYTES} bytes and ${MAX_INFLATE_RATIO} times its size`,
      );
    }
    throw new ProblemError('invalid_gzip', 'The body is not valid gzip');
  }
}

function tooLarge(): ProblemError {
  return new ProblemError('body_too_large', `Send at most ${MAX_BODY_BYTES} bytes in one request`);
}
