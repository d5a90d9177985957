import type { DropReason, GapReason, LogLevel } from '@tailrace/protocol';
import type { StreamState } from './stream/StreamStatus.ts';
import type { OWN_COLUMNS } from './columns/LogColumns.ts';
import type { KeyName } from './help/viewerKeys.ts';
import type { Density } from './hooks/useListLook.ts';
import type { GapState } from './list/row/GapFetch.ts';
import type { CopyFormat } from './list/selection/copyFormats.ts';
import type { AgoUnit } from './time/formatAgo.ts';
import { createContext, useContext } from 'react';
import { number, some } from './countWords.ts';
import type { PartLabel } from './partLabels.ts';

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
  readonly gap: (count: number, reason: GapReason, atMost: boolean) => string;
  readonly fetchGap: Readonly<Record<GapState, string>>;
  readonly drop: (count: number, reason: DropReason) => string;
  readonly loss: (count: number, session: string) => string;
  readonly wrap: string;
  readonly selected: (rows: number) => string;
  readonly copyAs: Readonly<Record<CopyFormat, string>>;
  /** Columns. */
  readonly columns: string;
  readonly columnNames: Readonly<Record<(typeof OWN_COLUMNS)[number], string>>;
  readonly columnWidth: (column: string) => string;
  readonly addColumn: string;
  readonly addColumnExample: string;
  readonly resetColumns: string;
  /** How it looks. */
  readonly look: string;
  readonly density: string;
  readonly densities: Readonly<Record<Density, string>>;
  readonly group: string;
  readonly times: string;
  readonly timeStyles: Readonly<Record<'local' | 'utc' | 'relative', string>>;
  readonly zones: string;
  readonly turnTime: (style: string) => string;
  readonly ago: (amount: number, unit: AgoUnit) => string;
  /** Search. */
  readonly search: string;
  readonly searchFor: string;
  readonly regex: string;
  readonly matchCase: string;
  readonly next: string;
  readonly previous: string;
  readonly closeSearch: string;
  readonly hits: (place: number, count: number, all: boolean) => string;
  /** Pins. */
  readonly pins: string;
  readonly unpin: string;
  /** Help. */
  readonly help: string;
  readonly closeHelp: string;
  readonly keys: Readonly<Record<KeyName, string>>;
  /** Details. */
  readonly detailsWidth: string;
  readonly copyLink: string;
  readonly copyValue: string;
  readonly copyPath: string;
  readonly filterIn: string;
  readonly filterOut: string;
  readonly time: string;
  readonly utc: string;
  readonly received: string;
  readonly receivedAfter: (ms: number) => string;
  readonly trace: string;
  readonly error: string;
  readonly causedBy: string;
  readonly frames: (count: number, where: string) => string;
  readonly asWritten: (frame: string) => string;
  readonly fields: string;
  readonly items: (count: number) => string;
  readonly more: (count: number) => string;
  readonly context: string;
  readonly contextFailed: string;
  readonly noContext: string;
  readonly showMore: string;
}

const GAP_REASONS: Readonly<Record<GapReason, string>> = {
  slow: 'not received: too slow',
  rate: 'not received: too many at once',
  retention: 'gone for good: no longer kept',
};

/** Words that are seen at once; the parts that are fetched later bring theirs along. */
export type FirstLabels = Omit<LogViewerLabels, PartLabel>;

export const ENGLISH: FirstLabels = {
  viewer: 'Logs',
  entries: 'Log entries',
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
  gap: (count, reason, atMost) =>
    `${atMost ? 'At most ' : ''}${some(count, 'entry', 'entries')} ${GAP_REASONS[reason]}`,
  fetchGap: { missing: 'Fetch', fetching: 'Fetching…', failed: 'Not fetched. Try again' },
  drop: (count, reason) =>
    `${some(count, 'entry', 'entries')} dropped by the app: ${reason.replaceAll('_', ' ')}`,
  loss: (count, session) => `${some(count, 'entry', 'entries')} of session ${session} lost`,
  wrap: 'Wrap lines',
  selected: (rows) => `${some(rows, 'row', 'rows')} selected`,
  copyAs: { text: 'Copy', ndjson: 'NDJSON', markdown: 'Markdown' },
  columns: 'Columns',
  columnNames: { time: 'Time', level: 'Level', source: 'Source', logger: 'Logger', message: 'Message' },
  columnWidth: (column) => `Width of ${column}`,
  look: 'View',
  timeStyles: { local: 'Local time', utc: 'UTC', relative: 'How long ago' },
  turnTime: (style) => `Times: ${style}`,
  ago: (amount, unit) => `${amount} ${unit} ago`,
  search: 'Search',
  help: 'Keys',
};

/** All that the page has words of its own for is in it, the parts' too. */
export const LabelsContext = createContext<FirstLabels & Partial<LogViewerLabels>>(ENGLISH);

export function useLabels(): FirstLabels {
  return useContext(LabelsContext);
}
