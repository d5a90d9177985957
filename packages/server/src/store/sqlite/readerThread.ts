import { parentPort, workerData } from 'node:worker_threads';
import type { CountQuery, FacetQuery, HistogramQuery } from '../LogCounts.ts';
import type { EntriesAtRequest, LocateRequest, LogQuery, ReplayRequest } from '../LogStore.ts';
import { DayReaders } from './DayReaders.ts';
import { EntryCounter } from './EntryCounter.ts';
import { EntryReader } from './EntryReader.ts';
import { removedAfter } from './removedPositions.ts';
import { serveThread } from './rpc.ts';
import type { ThreadData } from './startThread.ts';
import { TimeBudget } from './TimeBudget.ts';

const { folder, cancelled } = workerData as ThreadData;

const budget = new TimeBudget();
const days = new DayReaders(folder, budget);
const reader = new EntryReader(days, budget);
const counter = new EntryCounter(days, budget);

const procedures = {
  query: (query: LogQuery, isCancelled: () => boolean) => reader.query(query, isCancelled),
  locate: (request: LocateRequest, isCancelled: () => boolean) => reader.locate(request, isCancelled),
  readAfter: (request: ReplayRequest, isCancelled: () => boolean) => reader.readAfter(request, isCancelled),
  startOfLast: (request: ReplayRequest & { readonly count: number }, isCancelled: () => boolean) =>
    reader.startOfLast(request, isCancelled),
  count: (request: ReplayRequest, isCancelled: () => boolean) => reader.count(request, isCancelled),
  removedAfter: (request: ReplayRequest) => removedAfter(days, request),
  candidates: (request: ReplayRequest, isCancelled: () => boolean) => reader.candidates(request, isCancelled),
  entriesAt: (request: EntriesAtRequest, isCancelled: () => boolean) =>
    reader.entriesAt(request, isCancelled),
  entry: ({ tenant, session, seq }: { tenant: string; session: string; seq: number }) =>
    reader.entry(tenant, session, seq),
  session: ({ tenant, session }: { tenant: string; session: string }) => reader.session(tenant, session),
  stats: (query: CountQuery, isCancelled: () => boolean) => counter.stats(query, isCancelled),
  sources: (query: CountQuery, isCancelled: () => boolean) => counter.sources(query, isCancelled),
  histogram: (query: HistogramQuery, isCancelled: () => boolean) => counter.histogram(query, isCancelled),
  facets: (query: FacetQuery, isCancelled: () => boolean) => counter.facets(query, isCancelled),
  forgetDay: (day: string) => days.forget(day),
  ping: () => true,
};

/** What the reader can be asked. */
export type ReaderProcedures = typeof procedures;

serveThread(parentPort!, cancelled, procedures);
