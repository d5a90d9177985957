import { parentPort, workerData } from 'node:worker_threads';
import type { AuditHeadChange } from '../../audit/AuditStore.ts';
import type { AccessKeyRecord, BrowserSessionRecord } from '../../auth/AuthStore.ts';
import type { ClockState } from '../../retention/RetentionClock.ts';
import { EntryWriter, type DayEnd } from './EntryWriter.ts';
import { checkFolder } from './checkFolder.ts';
import { takeFolder } from './folder.ts';
import { GroupCommit } from './GroupCommit.ts';
import { MetaWriter, type LevelsChange } from './MetaWriter.ts';
import type { KindCount } from './removedPositions.ts';
import { RetiredDays, type SessionRemains } from './RetiredDays.ts';
import type { SegmentRows } from './rows.ts';
import { serveThread } from './rpc.ts';
import type { ThreadData } from './startThread.ts';
import { UncleanEnd } from './UncleanEnd.ts';

const { folder, cancelled } = workerData as ThreadData;

const release = takeFolder(folder);
const end = new UncleanEnd(folder);
const check = checkFolder(folder, end);
end.begin();
const meta = new MetaWriter(folder);
const entries = new EntryWriter(folder, meta);
const retired = new RetiredDays(meta.database);
const commits = new GroupCommit((appends) => entries.commit(appends));

const procedures = {
  open: () => ({ epoch: meta.epoch, head: entries.head, ...check }),
  noteDamage: () => end.noteDamage(),
  append: (segments: readonly SegmentRows[]) => commits.append(segments),
  keys: () => meta.keys(),
  addKeys: (keys: readonly AccessKeyRecord[]) => meta.addKeys(keys),
  removeKey: (hash: string) => meta.removeKey(hash),
  auditHeads: () => meta.auditHeads(),
  auditKey: () => meta.auditKey(),
  setAuditHead: (change: AuditHeadChange) => meta.setAuditHead(change),
  browserSessions: () => meta.browserSessions(),
  addBrowserSession: (session: BrowserSessionRecord) => meta.addBrowserSession(session),
  removeBrowserSession: (hash: string) => meta.removeBrowserSession(hash),
  levelSettings: () => meta.levelSettings(),
  setLevels: (change: LevelsChange) => meta.setLevels(change),
  clock: () => meta.clock(),
  setClock: (state: ClockState) => meta.setClock(state),
  endDay: (end: DayEnd) => entries.endDay(end),
  retiredDays: () => retired.all(),
  hideDay: ({ day, kinds }: { readonly day: string; readonly kinds: readonly KindCount[] }) =>
    retired.hide(day, kinds),
  saveSessions: ({ day, sessions }: { day: string; sessions: readonly SessionRemains[] }) => {
    retired.saveSessions(day, sessions, Date.now());
    entries.forgetSessions(sessions);
  },
  closeDay: (day: string) => entries.closeDay(day),
  forgetDay: (day: string) => retired.forget(day, Date.now()),
  ping: () => true,
  close: () => {
    commits.flush();
    entries.close();
    meta.database.close();
    end.end();
    release();
  },
};

/** What the writer can be asked. */
export type WriterProcedures = typeof procedures;

serveThread(parentPort!, cancelled, procedures);
