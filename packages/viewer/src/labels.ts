import type { DropReason, GapReason, LogLevel } from '@tailrace/protocol';
import type { StreamState } from './stream/StreamStatus.ts';
import type { CopyFormat } from './list/selection/formatRows.ts';
import { createContext, useContext } from 'react';

/** Every word that the viewer says, so that it can speak another language. */
export interface LogViewerLabels {
  readonly viewer: string;
  readonly entries: string;
  readonly details: string;
  readonly levels: Readonly<Record<LogLevel, string>>;
  readonly states: Readonly<Record<StreamState, string>>;
  readonly paused: string;
  readonly filter: string;
  readonly filterExample: string;
  readonly filterLevels: string;
  readonly clearFilter: string;
  readonly pause: string;
  readonly resume: string;
  readonly clear: string;
  readonly close: string;
  readonly copy: string;
  readonly copied: string;
  readonly loading: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly noMatch: string;
  readonly noMatchHint: string;
  readonly refused: string;
  readonly refusedHint: string;
  readonly offline: string;
  readonly tryAgain: string;
  readonly reconnectNow: string;
  readonly toLatest: string;
  readonly levelHint: (level: string) => string;
  readonly retryIn: (seconds: number) => string;
  readonly count: (entries: number) => string;
  readonly trimmed: (entries: number) => string;
  readonly newEntries: (entries: number) => string;
  readonly newErrors: (errors: number) => string;
  readonly gap: (count: number, reason: GapReason) => string;
  readonly drop: (count: number, reason: DropReason) => string;
  readonly loss: (count: number, session: string) => string;
  readonly wrap: string;
  readonly selected: (rows: number) => string;
  readonly copyAs: Readonly<Record<CopyFormat, string>>;
}

const GAP_REASONS: Readonly<Record<GapReason, string>> = {
  slow: 'too slow',
  rate: 'too many at once',
  retention: 'no longer kept',
};

const number = new Intl.NumberFormat('en');
const some = (count: number, one: string, many: string) =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const ENGLISH: LogViewerLabels = {
  viewer: 'Logs',
  entries: 'Log entries',
  details: 'Entry details',
  levels: { debug: 'Debug', info: 'Info', warning: 'Warning', error: 'Error', critical: 'Critical' },
  states: {
    connecting: 'Connecting',
    replaying: 'Catching up',
    live: 'Live',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    refused: 'Refused',
    closed: 'Closed',
  },
  paused: 'Paused',
  filter: 'Filter',
  filterExample: 'Filter: timeout source:api -health',
  filterLevels: 'Levels',
  clearFilter: 'Clear filter',
  pause: 'Pause',
  resume: 'Resume',
  clear: 'Clear',
  close: 'Close details',
  copy: 'Copy JSON',
  copied: 'Copied',
  loading: 'Loading entries',
  empty: 'Nothing logged yet',
  emptyHint: 'Entries appear here the moment they are stored.',
  noMatch: 'No entry matches',
  noMatchHint: 'New entries that match appear here.',
  refused: 'No access to these logs',
  refusedHint: 'Sign in again, or ask for a key that may read.',
  offline: 'Not connected',
  tryAgain: 'Try again',
  reconnectNow: 'Reconnect now',
  toLatest: 'Latest',
  levelHint: (level) => `${level} (with Shift: and worse)`,
  retryIn: (seconds) => `in ${seconds} s`,
  count: (entries) => some(entries, 'entry', 'entries'),
  trimmed: (entries) => `${number.format(entries)} older not shown`,
  newEntries: (entries) => `${number.format(entries)} new`,
  newErrors: (errors) => some(errors, 'error', 'errors'),
  gap: (count, reason) => `${some(count, 'entry', 'entries')} not received: ${GAP_REASONS[reason]}`,
  drop: (count, reason) =>
    `${some(count, 'entry', 'entries')} dropped by the app: ${reason.replaceAll('_', ' ')}`,
  loss: (count, session) => `${some(count, 'entry', 'entries')} of session ${session} lost`,
  wrap: 'Wrap lines',
  selected: (rows) => `${some(rows, 'row', 'rows')} selected`,
  copyAs: { text: 'Copy', ndjson: 'NDJSON', markdown: 'Markdown' },
};

export const LabelsContext = createContext(ENGLISH);

export function useLabels(): LogViewerLabels {
  return useContext(LabelsContext);
}
