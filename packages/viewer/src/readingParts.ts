/** What a reader needs beside the rows, in one piece: fetched when the rows are there. */
export { answerKey } from './list/answerKey.ts';
export { copyRows } from './list/selection/copySelection.ts';
export { watchCopying } from './list/selection/watchCopying.ts';
export { printSelection } from './list/printRows.ts';
export { watchDragging } from './list/selection/watchDragging.ts';
export { Announcer } from './parts/Announcer.tsx';
export { SelectionBar } from './parts/SelectionBar.tsx';
export { Separator } from './parts/Separator.tsx';
export { Ticks } from './parts/Ticks.tsx';
