/** What counts entries in the browser, in one piece. */
export { LogCounts } from '../stream/counts/LogCounts.ts';
export { SpanCounts } from './SpanCounts.ts';
