import { createContext, useContext } from 'react';
import type { ExportFormat } from '../api/LogApi.ts';
import { ENGLISH, type LogViewerLabels } from '../labels.ts';
import { ENGLISH_QUERY, type QueryLabels } from '../panel/QueryNotice.tsx';
import type { PartLabel } from '../partLabels.ts';
import type { LastRange } from './TimeRange.ts';

/** Every word that the explorer says, those of the viewer in it included. */
export interface LogExplorerLabels extends LogViewerLabels, QueryLabels {
  readonly explorer: string;
  readonly showFacets: string;
  readonly showHistogram: string;
  readonly facets: string;
  readonly closeFacets: string;
  /** Names of fields; others are called as they are. */
  readonly fieldNames: Readonly<Record<string, string>>;
  readonly addField: string;
  readonly add: string;
  readonly removeField: (field: string) => string;
  readonly include: (field: string, value: string) => string;
  readonly exclude: (field: string, value: string) => string;
  readonly moreValues: (more: number | undefined) => string;
  readonly noValues: string;
  readonly counting: string;
  readonly partial: string;
  readonly ofBuffer: string;
  readonly completions: string;
  readonly recent: string;
  readonly anyValue: string;
  readonly activeFilters: string;
  readonly removeFilter: (filter: string) => string;
  readonly clearAll: string;
  readonly timeRange: string;
  readonly live: string;
  readonly last: Readonly<Record<LastRange, string>>;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly localZone: (zone: string) => string;
  readonly apply: string;
  readonly spanUpsideDown: string;
  readonly histogram: string;
  readonly histogramOf: (entries: number, span: string, interval: string) => string;
  readonly brush: string;
  readonly brushHint: string;
  readonly noBrush: string;
  readonly refresh: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  readonly export: string;
  readonly exportFormats: Readonly<Record<ExportFormat, string>>;
  readonly exporting: string;
  readonly exports: (entries: string) => string;
  readonly exportsAll: string;
  readonly deleteAll: string;
  readonly deleteTitle: string;
  readonly deleteWarning: string;
  readonly deleteWord: string;
  readonly typeToDelete: (word: string) => string;
  readonly cancel: string;
  readonly deleting: string;
  readonly deleted: (entries: number) => string;
  readonly around: string;
  readonly backToAll: string;
  readonly notFound: string;
}

const number = new Intl.NumberFormat('en');
const some = (count: number) => `${number.format(count)} ${count === 1 ? 'entry' : 'entries'}`;

/** The parts of the viewer in it bring their own. */
export type FirstExplorerLabels = Omit<LogExplorerLabels, Exclude<PartLabel, 'copyLink'>>;

export const ENGLISH_EXPLORER: FirstExplorerLabels = {
  ...ENGLISH,
  ...ENGLISH_QUERY,
  explorer: 'Log explorer',
  showFacets: 'Fields',
  showHistogram: 'Histogram',
  facets: 'Fields',
  closeFacets: 'Close fields',
  fieldNames: { level: 'Level', source: 'Source', logger: 'Logger' },
  addField: 'Count by another field',
  add: 'Add',
  removeField: (field) => `Do not count by ${field}`,
  include: (field, value) => `Only ${field} ${value}`,
  exclude: (field, value) => `Not ${field} ${value}`,
  moreValues: (more) => (more === undefined ? 'More' : `${number.format(more)} more`),
  noValues: 'No values',
  counting: 'Counting',
  partial: 'Partial: not all are counted',
  ofBuffer: 'Counted from the entries that are loaded',
  completions: 'Completions',
  recent: 'recent',
  anyValue: 'any value',
  activeFilters: 'Active filters',
  removeFilter: (filter) => `Remove ${filter}`,
  clearAll: 'Clear all',
  timeRange: 'Time range',
  live: 'Live',
  last: { '15m': 'Last 15 min', '1h': 'Last hour', '24h': 'Last 24 h', '7d': 'Last 7 days' },
  from: 'From',
  to: 'To',
  timeZone: 'Time zone',
  localZone: (zone) => `Local (${zone})`,
  apply: 'Apply',
  spanUpsideDown: 'From must be before To',
  histogram: 'Entries over time',
  histogramOf: (entries, span, interval) => `${some(entries)} over time, ${span}, by ${interval}`,
  brush: 'Part of the time',
  brushHint: 'Drag to narrow, double-click to reset',
  noBrush: 'all of it',
  refresh: 'Refresh',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  export: 'Export',
  exportFormats: { ndjson: 'NDJSON', csv: 'CSV', txt: 'Text' },
  exporting: 'Preparing the file',
  exports: (entries) => `${entries} entries`,
  exportsAll: 'Everything that is stored',
  deleteAll: 'Delete all entries',
  deleteTitle: 'Delete all entries?',
  deleteWarning:
    'All entries that are stored are removed for everybody, whatever is filtered here. Audit entries stay. This cannot be undone.',
  deleteWord: 'delete',
  typeToDelete: (word) => `Type “${word}” to confirm`,
  cancel: 'Cancel',
  deleting: 'Deleting',
  deleted: (entries) => `${some(entries)} deleted`,
  around: 'The lines around one entry',
  backToAll: 'Back to the search',
  notFound: 'This entry cannot be shown',
};

export const ExplorerLabelsContext = createContext<FirstExplorerLabels>(ENGLISH_EXPLORER);

export function useExplorerLabels(): FirstExplorerLabels {
  return useContext(ExplorerLabelsContext);
}
