import { ENGLISH_QUERY, type QueryLabels } from '../panel/QueryNotice.tsx';

/** Every word of a `PerformancePanel`. */
export interface PerformancePanelLabels extends QueryLabels {
  readonly title: string;
  readonly loading: string;
  readonly none: string;
  readonly noneHint: string;
  readonly durations: string;
  readonly action: string;
  readonly source: string;
  readonly times: string;
  readonly errors: string;
  readonly p50: string;
  readonly p95: string;
  readonly max: string;
  readonly slow: string;
  readonly noneSlow: string;
  readonly threshold: string;
  readonly over: (duration: string) => string;
  readonly count: (entries: number) => string;
  readonly partial: (entries: number) => string;
  readonly more: (actions: string) => string;
}

const number = new Intl.NumberFormat('en');

export const ENGLISH_PERFORMANCE: PerformancePanelLabels = {
  ...ENGLISH_QUERY,
  title: 'Performance',
  loading: 'Measuring',
  none: 'Nothing was measured',
  noneHint: 'Entries that say how long their operation took appear here.',
  durations: 'Durations by action',
  action: 'Action',
  source: 'Source',
  times: 'Times',
  errors: 'Errors',
  p50: 'p50',
  p95: 'p95',
  max: 'Max',
  slow: 'Slow operations',
  noneSlow: 'None took as long.',
  threshold: 'Slow from',
  over: (duration) => `over ${duration}`,
  count: (entries) => `${number.format(entries)} ${entries === 1 ? 'operation' : 'operations'}`,
  partial: (entries) => `the newest ${number.format(entries)} only`,
  more: (actions) => `${actions} more actions`,
};
