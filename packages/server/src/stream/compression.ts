import type { ServerResponse } from 'node:http';
import { constants, createGzip } from 'node:zlib';
import type { PerMessageDeflateOptions } from 'ws';
import type { EventBody } from './eventStream.ts';

/** The least effort: log lines repeat themselves so much that more gains little. */
const LEVEL = 1;
/** Bits of the window and size of the tables: 24 KiB a stream instead of 256. */
const WINDOW_BITS = 12;
const MEMORY_LEVEL = 4;

/** How sockets are compressed that asked for it: each message by itself, so that an idle one keeps nothing. */
export const SOCKET_COMPRESSION: PerMessageDeflateOptions = {
  // A message may come in two fragments, of which the first is short and decides for both.
  threshold: 0,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: WINDOW_BITS,
  zlibDeflateOptions: { level: LEVEL, memLevel: MEMORY_LEVEL },
  concurrencyLimit: 2,
};

/** Compresses what is written on its way into an answer. Every write comes out at once. */
export function gzipOnto(answer: ServerResponse): EventBody {
  const gzip = createGzip({
    level: LEVEL,
    windowBits: WINDOW_BITS,
    memLevel: MEMORY_LEVEL,
    flush: constants.Z_SYNC_FLUSH,
  });
  gzip.pipe(answer);
  answer.once('close', () => gzip.destroy());
  return {
    get writableLength() {
      return gzip.writableLength + gzip.readableLength + answer.writableLength;
    },
    get writableEnded() {
      return gzip.writableEnded;
    },
    get destroyed() {
      return gzip.destroyed;
    },
    write: (data, onTaken) => gzip.write(data, onTaken),
    cork: () => gzip.cork(),
    uncork: () => gzip.uncork(),
    end: () => gzip.end(),
    destroy: () => answer.destroy(),
  };
}
