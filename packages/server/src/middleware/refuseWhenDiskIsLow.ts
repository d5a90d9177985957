import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../Problem.ts';
import type { DiskSpace } from '../retention/DiskSpace.ts';

/** Seconds after which a sender may find room again: removing takes that long at least. */
export const DISK_RETRY_SECONDS = '30';

/**
 * Takes no entries while the disk has less room than it should: a full one could not even remove some.
 *
 * @example
 * app.post('/api/v1/logs', refuseWhenDiskIsLow(disk), ingest);
 */
export function refuseWhenDiskIsLow(disk: DiskSpace): MiddlewareHandler {
  return async function refuseWhenDiskIsLowHandler(_c, next) {
    if (await disk.isLow()) {
      throw new ProblemError('store_full', 'The server’s disk is almost full: send it again later', {
        'Retry-After': DISK_RETRY_SECONDS,
      });
    }
    await next();
  };
}
