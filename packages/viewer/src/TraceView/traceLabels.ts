import type { LogLevel } from '@tailrace/protocol';
import { ENGLISH_QUERY, type QueryLabels } from '../panel/QueryNotice.tsx';

/** Every word of a `TraceView`. */
export interface TraceViewLabels extends QueryLabels {
  readonly title: string;
  readonly loading: string;
  readonly unknown: string;
  readonly unknownHint: string;
  readonly steps: string;
  readonly details: string;
  readonly close: string;
  readonly zoom: string;
  readonly whole: string;
  readonly levels: Readonly<Record<LogLevel, string>>;
  readonly count: (entries: number) => string;
  readonly sources: (sources: number) => string;
  readonly errors: (errors: number) => string;
  readonly more: (shown: number, total: number) => string;
  /** What is read out of a row behind its message. */
  readonly step: (step: { source: string; level: string; at: string }) => string;
  readonly startedAt: string;
  readonly took: string;
}

const number = new Intl.NumberFormat('en');
const some = (count: number, one: string, many: string) =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const ENGLISH_TRACE: TraceViewLabels = {
  ...ENGLISH_QUERY,
  title: 'Trace',
  loading: 'Loading the trace',
  unknown: 'Nothing is known of this id',
  unknownHint: 'It may not have been stored yet, or is no longer kept.',
  steps: 'What happened, by source',
  details: 'Step details',
  close: 'Close details',
  zoom: 'Zoom to it',
  whole: 'Whole trace',
  levels: { debug: 'Debug', info: 'Info', warning: 'Warning', error: 'Error', critical: 'Critical' },
  count: (entries) => some(entries, 'entry', 'entries'),
  sources: (sources) => some(sources, 'source', 'sources'),
  errors: (errors) => some(errors, 'error', 'errors'),
  more: (shown, total) => `The first ${number.format(shown)} of ${number.format(total)} entries are drawn.`,
  step: ({ source, level, at }) => `, ${source}, ${level}, at ${at} `,
  startedAt: 'Started at',
  took: 'Took',
};
