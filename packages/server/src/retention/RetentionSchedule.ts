import type { AuditTrail } from '../audit/AuditTrail.ts';
import type { ServerLog } from '../ServerLog.ts';
import { StoreError, type LogStore } from '../store/LogStore.ts';
import type { DiskSpace } from './DiskSpace.ts';
import type { RetentionClock } from './RetentionClock.ts';
import { removeWithReserve } from './removeWithReserve.ts';
import { removalTimes, type RemovalTimes, type RetentionPeriods } from './RetentionPeriods.ts';

/** Milliseconds from one run to the next. */
export const RETENTION_INTERVAL_MS = 3_600_000;

export interface RetentionOptions {
  readonly store: LogStore;
  readonly disk: DiskSpace;
  readonly periods: RetentionPeriods;
  /** Told what is about to go of the trails. */
  readonly audit: Pick<AuditTrail, 'recordExpiry'>;
  /** @default none */
  readonly archiveDir?: string | undefined;
  readonly log: ServerLog;
  readonly clock: Pick<RetentionClock, 'look' | 'isInDoubt'>;
}

/** Removes what has been kept for long enough: at start, once an hour, and when asked. */
export class RetentionSchedule {
  readonly #options: RetentionOptions;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<number> | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    void this.run();
    this.#timer = setInterval(() => void this.run(), RETENTION_INTERVAL_MS).unref();
  }

  /**
   * Runs now; who asks while it runs waits for the same run.
   *
   * @returns how many entries were removed; a failure is logged, and the next run tries again
   */
  run(): Promise<number> {
    this.#running ??= this.#removeOnce().finally(() => (this.#running = undefined));
    return this.#running;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopped.abort();
  }

  async #removeOnce(): Promise<number> {
    const { store, disk, periods, archiveDir, log, clock } = this.#options;
    const wasInDoubt = clock.isInDoubt;
    const times = removalTimes(periods, await clock.look());
    if (clock.isInDoubt && !wasInDoubt) {
      log.warning('The clock jumped: nothing is removed by it before it has stayed there for a day');
    }
    try {
      const before = await this.#writtenDown(times);
      const removal = { before, archiveDir };
      const { entries, archived } = await removeWithReserve(store, disk, removal, this.#stopped.signal);
      if (entries > 0) log.info('Removed entries that were kept for long enough', { entries, archived });
      return entries;
    } catch (error) {
      if (!this.#stopped.signal.aborted) {
        log.error('Entries that were kept for long enough could not be removed', {
          error: (error as Error).message,
        });
      }
      return 0;
    }
  }

  /** A full disk takes no more entries: then the others have to go first, and of the trails nothing. */
  async #writtenDown(before: RemovalTimes): Promise<RemovalTimes> {
    try {
      await this.#options.audit.recordExpiry(before.audit);
      return before;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { ...before, audit: -Infinity };
    }
  }
}
