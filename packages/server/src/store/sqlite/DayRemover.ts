import { lastRemovalTime } from '../../retention/RetentionPeriods.ts';
import type { LogRemoval, Removed } from '../LogStore.ts';
import type { KeeperProcedures } from './keeperThread.ts';
import type { ReaderProcedures } from './readerThread.ts';
import type { ThreadClient } from './rpc.ts';
import type { WriterProcedures } from './writerThread.ts';

/** The threads of a store, as far as removing has to do with them. */
export interface RemoverThreads {
  readonly writer: ThreadClient<WriterProcedures>;
  readonly readers: readonly ThreadClient<ReaderProcedures>[];
  readonly keeper: ThreadClient<KeeperProcedures>;
}

/** Removes entries, day by day, one removal after the other. */
export class DayRemover {
  readonly #threads: RemoverThreads;
  #last: Promise<unknown> = Promise.resolve();

  constructor(threads: RemoverThreads) {
    this.#threads = threads;
  }

  remove(removal: LogRemoval, signal?: AbortSignal): Promise<Removed> {
    const removed = this.#last.then(() => this.#remove(removal, signal));
    // Who asked is told; the next one begins all the same.
    this.#last = removed.catch(() => undefined);
    return removed;
  }

  async #remove({ tenant, before, archiveDir }: LogRemoval, signal?: AbortSignal): Promise<Removed> {
    const { writer, keeper } = this.#threads;
    await this.#finishRetired();
    await writer.call('endDay', { before: lastRemovalTime(before), tenant });
    let entries = 0;
    let archived = 0;
    for (const day of await keeper.call('daysBefore', before)) {
      if (signal?.aborted) break;
      // One after the other, so that the store has always room for the next.
      // oxlint-disable-next-line no-await-in-loop
      const thinned = await keeper.call('thin', { day, before, tenant, archiveDir }, signal);
      // oxlint-disable-next-line no-await-in-loop
      if (thinned.isEmpty) await this.#retire(day);
      entries += thinned.removed;
      for (const file of thinned.archived?.files ?? []) archived += file.entries;
    }
    return { entries, archived };
  }

  /** What sessions need of a day is kept before readers lose sight of it, so that no entry appears as missing. */
  async #retire(day: string): Promise<void> {
    const { writer, keeper } = this.#threads;
    let sessions = await keeper.call('sessions', { day });
    while (sessions.length > 0) {
      // Slices, so that no commit waits for all of them.
      // oxlint-disable-next-line no-await-in-loop
      await writer.call('saveSessions', { day, sessions });
      const { tenant, session } = sessions.at(-1)!;
      // oxlint-disable-next-line no-await-in-loop
      sessions = await keeper.call('sessions', { day, after: { tenant, session } });
    }
    await writer.call('hideDay', { day, kinds: await keeper.call('kinds', day) });
    await this.#unlink(day);
  }

  /** What an earlier process, or a failed removal, left half done. */
  async #finishRetired(): Promise<void> {
    for (const day of await this.#threads.writer.call('retiredDays')) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#unlink(day);
    }
  }

  /** A file that somebody has open keeps its room: all let go of it first. */
  async #unlink(day: string): Promise<void> {
    const { writer, readers, keeper } = this.#threads;
    await Promise.all(readers.map((reader) => reader.call('forgetDay', day)));
    await writer.call('closeDay', day);
    await keeper.call('unlink', day);
    await writer.call('forgetDay', day);
  }
}
