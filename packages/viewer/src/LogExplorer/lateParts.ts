/** What the explorer opens when it is asked to, in one piece. */
export { DeleteDialog } from './DeleteDialog.tsx';
export { ExportChoice } from './ExportChoice.tsx';
export { TimeRangeChoice } from './TimeRangeChoice.tsx';
