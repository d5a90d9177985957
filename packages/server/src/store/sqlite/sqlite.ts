import { QUERY_BUDGET_MS } from '@tailrace/protocol';
import type { AuditStore } from '../../audit/AuditStore.ts';
import type { AuthStore } from '../../auth/AuthStore.ts';
import type { ClockStore } from '../../retention/RetentionClock.ts';
import type { SettingsStore } from '../../settings/SettingsStore.ts';
import { StoreError, type LogStore, type NewSegment } from '../LogStore.ts';
import type { DamagedLog } from './checkFolder.ts';
import { DamagedDays } from './DamagedDays.ts';
import { DayRemover } from './DayRemover.ts';
import { gathersAll, filterToSql } from './filterToSql.ts';
import type { KeeperProcedures } from './keeperThread.ts';
import type { ReaderProcedures } from './readerThread.ts';
import { rowsOf } from './rows.ts';
import { ThreadError } from './rpc.ts';
import type { SalvagedDay } from './salvageDay.ts';
import { startThread } from './startThread.ts';
import type { WriterProcedures } from './writerThread.ts';

/** Entries that may wait for their commit; beyond, senders are asked to come again. */
const MAX_WAITING_ENTRIES = 50_000;
/** UTF-16 code units of their lines; in memory they take five times as much. */
export const MAX_WAITING_LENGTH = 32 * 1024 ** 2;
/** What a segment without entries counts as, and each of its dropped ranges. */
const SEGMENT_LENGTH = 100;
/** Milliseconds within which a thread that is ready answers, behind the longest query. */
const READY_MS = QUERY_BUDGET_MS + 1000;

export interface SqliteStoreOptions {
  /** Folder of the database files; made when it is missing. */
  readonly folder: string;
  /** Told when a thread ends by itself: nothing can be stored or read any more, and the process should end. */
  readonly onCrash: (error: Error) => void;
  /** Told when a day that is over was found to be damaged, and what can be read of it saved. @default nobody */
  readonly onSalvaged?: (salvaged: SalvagedDay) => void;
}

/** What lies in one folder. */
export interface SqliteStores {
  readonly store: LogStore;
  readonly auth: AuthStore;
  readonly settings: SettingsStore;
  readonly audit: AuditStore;
  readonly clock: ClockStore;
  /** What was saved of a day that was damaged when the folder was opened. */
  readonly salvaged: SalvagedDay | undefined;
  /** Logs of a process that was killed, whose end was damaged. */
  readonly damagedLogs: readonly DamagedLog[];
}

/**
 * Opens the embedded store: a folder of SQLite files, written by one thread and read by two others, so that what
 * takes long delays no stream.
 *
 * @throws when another process has the folder, or a file cannot be used
 */
export async function openSqliteStore({
  folder,
  onCrash,
  onSalvaged,
}: SqliteStoreOptions): Promise<SqliteStores> {
  let isOpen = false;
  const onEnd = (error: Error) => {
    if (isOpen) onCrash(error);
  };
  const writer = startThread<WriterProcedures>('writerThread', folder, onEnd);
  const opened = await writer.call('open');
  const reader = startThread<ReaderProcedures>('readerThread', folder, onEnd);
  /** Of what may take all the time that a query has. */
  const searcher = startThread<ReaderProcedures>('readerThread', folder, onEnd);
  const keeper = startThread<KeeperProcedures>('keeperThread', folder, onEnd);
  const remover = new DayRemover({ writer, readers: [reader, searcher], keeper });
  const damaged = new DamagedDays({
    writer,
    readers: [reader, searcher],
    keeper,
    onSalvaged,
    async checkNewest() {
      const day = await keeper.call('newestDay');
      if (day !== undefined) await checkLater(day);
    },
  });
  try {
    await Promise.all([reader.call('ping'), searcher.call('ping')]);
  } catch (error) {
    await Promise.all([writer, reader, searcher, keeper].map((thread) => thread.terminate()));
    throw error;
  }
  isOpen = true;

  if (opened.unchecked !== undefined) void checkLater(opened.unchecked);

  /** What takes too long before the start, or was found by a read. A store that is damaged is not written on. */
  async function checkLater(day: string): Promise<void> {
    try {
      const problem = await keeper.call('problemOf', day);
      if (problem === undefined) return;
      await writer.call('noteDamage');
      onEnd(new Error(`The file of ${day} is damaged (${problem}); the next start saves what can be read`));
    } catch {
      // The threads have ended: the next start checks again.
    }
  }

  const { epoch, salvaged, damagedLogs } = opened;
  let { head } = opened;
  let waitingEntries = 0;
  let waitingLength = 0;

  const store: LogStore = {
    epoch,
    get head() {
      return head;
    },
    async append(segments) {
      const entries = segments.reduce((sum, segment) => sum + segment.entries.length, 0);
      const length = segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
      const isTooMuch = waitingLength > 0 && waitingLength + length > MAX_WAITING_LENGTH;
      if (isTooMuch || waitingEntries + entries > MAX_WAITING_ENTRIES) {
        throw new StoreError(
          'store_unavailable',
          'Too many entries wait to be stored: send them again later',
        );
      }
      waitingEntries += entries;
      waitingLength += length;
      try {
        const appended = await writer.call('append', segments.map(rowsOf));
        head = Math.max(head, appended.to);
        return appended;
      } catch (error) {
        throw storeError(error, 'entries');
      } finally {
        waitingEntries -= entries;
        waitingLength -= length;
      }
    },
    query: (query, signal) => damaged.watch(() => searcher.call('query', query, signal)),
    locate: (request, signal) => damaged.watch(() => searcher.call('locate', request, signal)),
    stats: (query, signal) => damaged.watch(() => searcher.call('stats', query, signal)),
    sources: (query, signal) => damaged.watch(() => searcher.call('sources', query, signal)),
    histogram: (query, signal) => damaged.watch(() => searcher.call('histogram', query, signal)),
    facets: (query, signal) => damaged.watch(() => searcher.call('facets', query, signal)),
    readAfter: (request, signal) => damaged.watch(() => reader.call('readAfter', request, signal)),
    startOfLast: (request, count, signal) =>
      damaged.watch(() => reader.call('startOfLast', { ...request, count }, signal)),
    count: (request, signal) => damaged.watch(() => reader.call('count', request, signal)),
    removedAfter: (request, signal) => damaged.watch(() => reader.call('removedAfter', request, signal)),
    candidates: async (request, signal) =>
      gathersAll(filterToSql(request.filter))
        ? damaged.watch(() => searcher.call('candidates', request, signal))
        : undefined,
    entriesAt: (request, signal) => damaged.watch(() => searcher.call('entriesAt', request, signal)),
    entry: (tenant, session, seq) => damaged.watch(() => reader.call('entry', { tenant, session, seq })),
    session: (tenant, session) => damaged.watch(() => reader.call('session', { tenant, session })),
    async remove(removal, signal) {
      try {
        return await remover.remove(removal, signal);
      } catch (error) {
        throw removalError(error);
      }
    },
    async readiness() {
      const answers = (thread: Promise<boolean>) =>
        Promise.race([
          thread.catch(() => false),
          new Promise<false>((resolve) => setTimeout(resolve, READY_MS, false).unref()),
        ]);
      const [writerAnswers, readerAnswers, searcherAnswers] = await Promise.all([
        answers(writer.call('ping')),
        answers(reader.call('ping')),
        answers(searcher.call('ping')),
      ]);
      return { writer: writerAnswers, reader: readerAnswers && searcherAnswers };
    },
    async close() {
      await Promise.all([reader.terminate(), searcher.terminate(), keeper.terminate()]);
      await writer.call('close');
      await writer.terminate();
    },
  };

  const auth: AuthStore = {
    keys: () => writer.call('keys'),
    addKeys: (keys) => writer.call('addKeys', keys).catch(refuse('key')),
    removeKey: (hash) => writer.call('removeKey', hash).catch(refuse('key')),
    browserSessions: () => writer.call('browserSessions'),
    addBrowserSession: (session) => writer.call('addBrowserSession', session),
    removeBrowserSession: (hash) => writer.call('removeBrowserSession', hash),
  };

  const settings: SettingsStore = {
    levelSettings: () => writer.call('levelSettings'),
    async setLevels(tenant, levels, base) {
      try {
        return await writer.call('setLevels', { tenant, levels, base });
      } catch (error) {
        throw storeError(error, 'settings');
      }
    },
  };

  const audit: AuditStore = {
    heads: () => writer.call('auditHeads'),
    key: () => writer.call('auditKey'),
    setHead: (tenant, head) => writer.call('setAuditHead', { tenant, head }),
  };

  const clock: ClockStore = {
    clock: () => writer.call('clock'),
    setClock: (state) => writer.call('setClock', state),
  };

  return { store, auth, settings, audit, clock, salvaged, damagedLogs };
}

/** What a segment takes of memory, its header too. */
function lengthOf({ entries, dropped }: NewSegment): number {
  return entries.reduce((sum, { line }) => sum + line.length, SEGMENT_LENGTH * (1 + dropped.length));
}

function refuse(what: 'key'): (error: unknown) => never {
  return (error) => {
    throw storeError(error, what);
  };
}

function storeError(error: unknown, what: 'entries' | 'settings' | 'key'): StoreError {
  const code = error instanceof ThreadError ? error.code : undefined;
  return code === 'SQLITE_FULL'
    ? new StoreError('store_full', 'The disk is full: free some space')
    : new StoreError('store_unavailable', `The ${what} could not be stored: send them again later`);
}

function removalError(error: unknown): StoreError {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return code === 'SQLITE_FULL' || code === 'ENOSPC'
    ? new StoreError('store_full', 'The disk is too full even to remove entries: free some space')
    : new StoreError('store_unavailable', `Not all of the entries could be removed: ${message}`);
}
