import { parentPort, workerData } from 'node:worker_threads';
import type { LocateRequest, LogQuery, ReplayRequest } from '../LogStore.ts';
import { EntryReader } from './EntryReader.ts';
import { serveThread } from './rpc.ts';
import type { ThreadData } from './startThread.ts';

const { folder, cancelled } = workerData as ThreadData;

const reader = new EntryReader(folder);

const procedures = {
  query: (query: LogQuery, isCancelled: () => boolean) => reader.query(query, isCancelled),
  locate: (request: LocateRequest, isCancelled: () => boolean) => reader.locate(request, isCancelled),
  readAfter: (request: ReplayRequest) => reader.readAfter(request),
  startOfLast: (request: ReplayRequest & { readonly count: number }) => reader.startOfLast(request),
  count: (request: ReplayRequest) => reader.count(request),
  entry: ({ tenant, session, seq }: { tenant: string; session: string; seq: number }) =>
    reader.entry(tenant, session, seq),
  session: ({ tenant, session }: { tenant: string; session: string }) => reader.session(tenant, session),
  ping: () => true,
};

/** What the reader can be asked. */
export type ReaderProcedures = typeof procedures;

serveThread(parentPort!, cancelled, procedures);
