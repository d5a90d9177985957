import { parentPort, workerData } from 'node:worker_threads';
import type { RemovalTimes } from '../../retention/RetentionPeriods.ts';
import { DayKeeper, type DayRemoval } from './DayKeeper.ts';
import { serveThread } from './rpc.ts';
import type { SessionKey } from './sessionRemains.ts';
import type { ThreadData } from './startThread.ts';

const { folder, cancelled } = workerData as ThreadData;

const keeper = new DayKeeper(folder);

const procedures = {
  daysBefore: (before: RemovalTimes) => keeper.daysBefore(before),
  thin: (removal: DayRemoval, isCancelled: () => boolean) => keeper.thin(removal, isCancelled),
  sessions: (slice: { readonly day: string; readonly after?: SessionKey }) => keeper.sessions(slice),
  kinds: (day: string) => keeper.kinds(day),
  unlink: (day: string) => keeper.unlink(day),
  newestDay: () => keeper.newestDay(),
  daysOver: () => keeper.daysOver(),
  salvage: (day: string) => keeper.salvage(day),
  problemOf: (day: string) => keeper.problemOf(day),
};

/** What can be asked of the thread that looks after files that are over. */
export type KeeperProcedures = typeof procedures;

serveThread(parentPort!, cancelled, procedures);
