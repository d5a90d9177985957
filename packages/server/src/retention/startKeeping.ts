import type { AuditTrail } from '../audit/AuditTrail.ts';
import type { Config } from '../config.ts';
import type { LogHub } from '../hub/LogHub.ts';
import { LogFiles } from '../logFiles/LogFiles.ts';
import type { ServerLog } from '../ServerLog.ts';
import type { LogStore } from '../store/LogStore.ts';
import type { DiskSpace } from './DiskSpace.ts';
import type { RetentionClock } from './RetentionClock.ts';
import { RetentionSchedule } from './RetentionSchedule.ts';

export interface KeepingParts {
  readonly config: Config;
  readonly store: LogStore;
  readonly hub: LogHub;
  readonly disk: DiskSpace;
  readonly clock: RetentionClock;
  readonly log: ServerLog;
  readonly audit: AuditTrail;
}

/** What runs beside the server to keep its store small, and its files written. */
export interface Keeping {
  /** To be called before the store is closed. */
  stop(): Promise<void>;
}

/** Starts retention, takes the reserve of disk, and writes log files where they are asked for. */
export function startKeeping({ config, store, hub, disk, clock, log, audit }: KeepingParts): Keeping {
  const { retention: periods, archiveDir, logFiles } = config.keeping;
  const schedule = new RetentionSchedule({ store, disk, periods, audit, archiveDir, log, clock });
  schedule.start();
  const files = logFiles && new LogFiles({ ...logFiles, epoch: store.epoch, log });
  const unfollow = files?.follow(hub);
  return {
    async stop() {
      schedule.stop();
      unfollow?.();
      await files?.close();
    },
  };
}
