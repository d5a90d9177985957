import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { ProblemError } from '../Problem.ts';
import { readParameters, refuseOtherParameters, wholeNumber } from '../query/parameters.ts';
import type { DiskSpace } from '../retention/DiskSpace.ts';
import type { RetentionClock } from '../retention/RetentionClock.ts';
import { removeWithReserve } from '../retention/removeWithReserve.ts';
import { DAY_MS, removalBefore } from '../retention/RetentionPeriods.ts';
import type { LogStore } from '../store/LogStore.ts';

/** Longer than any server runs; more is a mistake. */
const MAX_DAYS = 36_500;

export const cleanupParameters = z.object({
  days_to_keep: wholeNumber(0, MAX_DAYS)
    .optional()
    .describe(
      'What arrived within so many days of 24 hours stays; 0 removes all. Audit entries stay in any case. After the clock has jumped ahead the days are counted from before, until it has stayed there for a day. Required.',
    ),
});

/** What `DELETE /api/v1/logs/cleanup` answers. */
export interface Cleanup {
  readonly deleted_count: number;
  readonly days_kept: number;
}

export interface CleanupOptions {
  readonly store: LogStore;
  readonly disk: DiskSpace;
  readonly audit: Pick<AuditTrail, 'record'>;
  /** @default none */
  readonly archiveDir?: string | undefined;
  readonly clock: Pick<RetentionClock, 'removal'>;
}

/**
 * `DELETE /api/v1/logs/cleanup?days_to_keep=`: removes what the tenant has from before, of all levels;
 * audit entries stay. It goes on
 * to its end when the client goes away, and ends early when the server does: ask again.
 */
export function cleanupRoute({ store, disk, audit, archiveDir, clock }: CleanupOptions): Handler<AppEnv> {
  return async (c) => {
    refuseOtherParameters(cleanupParameters, c.req.queries());
    const { days_to_keep: days } = readParameters(cleanupParameters, c.req.queries());
    if (days === undefined) {
      throw new ProblemError(
        'invalid_parameter',
        `days_to_keep must be a whole number from 0 to ${MAX_DAYS}`,
      );
    }
    const identity = c.get('identity');
    const { tenant } = identity;
    const time = days === 0 ? Infinity : clock.removal - days * DAY_MS;
    const { entries } = await removeWithReserve(store, disk, {
      tenant,
      // Who did what is not for an administrator to wipe out: it stays for as long as its class does.
      before: { ...removalBefore(time), audit: -Infinity },
      archiveDir,
    });
    // Behind it, for a full disk would not take it before.
    await audit.record(identity, {
      action: 'logs_delete',
      message: 'Entries were removed',
      metadata: { days_to_keep: days, deleted_count: entries },
    });
    return c.json({ deleted_count: entries, days_kept: days } satisfies Cleanup);
  };
}
