import { useContext, useMemo } from 'react';
import { number, some } from './countWords.ts';
import { LabelsContext, type LogViewerLabels } from './labels.ts';

/** Words of the parts that are fetched when they are wanted. */
const ENGLISH_PARTS = {
  details: 'Entry details',
  close: 'Close details',
  copy: 'Copy JSON',
  copied: 'Copied',
  addColumn: 'Add column',
  addColumnExample: 'Field, such as user_id',
  resetColumns: 'Reset columns',
  density: 'Density',
  densities: { compact: 'Compact', normal: 'Normal', relaxed: 'Relaxed' },
  group: 'Group repeated entries',
  times: 'Times',
  zones: 'Time zones',
  searchFor: 'Search these entries',
  regex: 'Regular expression',
  matchCase: 'Match case',
  next: 'Next',
  previous: 'Previous',
  closeSearch: 'Close search',
  hits: (place, count, all) =>
    `${place > 0 ? `${number.format(place)} of ` : ''}${number.format(count)}${all ? '' : '…'}`,
  pins: 'Pinned entries',
  unpin: 'Unpin',
  closeHelp: 'Close',
  keys: {
    move: 'Down, up',
    page: 'A page down, up',
    ends: 'To the oldest, to the newest',
    choose: 'Choose rows',
    chooseAll: 'Choose all rows',
    errors: 'Next, previous error',
    warnings: 'Next, previous warning',
    search: 'Search',
    hits: 'Next, previous hit',
    filter: 'Filter',
    pause: 'Pause and resume',
    copy: 'Copy chosen rows',
    pin: 'Pin the row',
    time: 'Local time, UTC, how long ago',
    open: 'Open details',
    back: 'Close details, search; choose nothing',
    help: 'This list',
  },
  detailsWidth: 'Width of details',
  copyLink: 'Copy link',
  copyValue: 'Copy value',
  copyPath: 'Copy path',
  filterIn: 'Show only this value',
  filterOut: 'Hide this value',
  time: 'Time',
  utc: 'Sent as',
  received: 'Received',
  receivedAfter: (ms) => (ms < 0 ? `${number.format(-ms)} ms earlier` : `${number.format(ms)} ms later`),
  trace: 'Trace',
  error: 'Error',
  causedBy: 'Caused by',
  frames: (count, where) => `${some(count, 'frame', 'frames')} in ${where}`,
  asWritten: (frame) => `As sent: ${frame}`,
  fields: 'Fields',
  items: (count) => some(count, 'item', 'items'),
  more: (count) => `${number.format(count)} more`,
  context: 'Before and after',
  contextFailed: 'What stands around it could not be fetched',
  noContext: 'Nothing was logged around it',
  showMore: 'Show more',
} satisfies Partial<LogViewerLabels>;

export type PartLabel = keyof typeof ENGLISH_PARTS;

/** Every word there is, for a part that is fetched. */
export function usePartLabels(): LogViewerLabels {
  const labels = useContext(LabelsContext);
  return useMemo(() => ({ ...ENGLISH_PARTS, ...labels }), [labels]);
}
