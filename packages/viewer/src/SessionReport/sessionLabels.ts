import { ENGLISH_QUERY, type QueryLabels } from '../panel/QueryNotice.tsx';

/** Every word of a `SessionReport`. */
export interface SessionReportLabels extends QueryLabels {
  readonly title: string;
  readonly loading: string;
  readonly unknown: string;
  readonly unknownHint: string;
  readonly whole: string;
  readonly notWhole: string;
  readonly emitted: string;
  readonly stored: string;
  readonly dropped: string;
  readonly missing: string;
  readonly queued: string;
  readonly unexplained: string;
  /** Why entries were given up. */
  readonly reason: (reason: string) => string;
  readonly moreRanges: (ranges: number) => string;
  /** The picture in words. */
  readonly strip: (emitted: number, holes: number, queued: number) => string;
}

const REASONS: Readonly<Record<string, string>> = {
  queue_full: 'given up, as the queue was full',
  too_large: 'too large',
  expired: 'waited too long',
  sampled: 'left out by sampling',
  rate_limited: 'over the rate',
  serialize_failed: 'could not be written as JSON',
  storage_wiped: 'wiped from the browser’s storage',
  storage_lost: 'lost by the browser’s storage',
  storage_unavailable: 'could not be kept, as there was no storage',
  crash_unpersisted: 'lost in a crash',
  consent: 'not sent, for want of consent',
  disabled: 'not sent, as logging was off',
  retention: 'stored, and removed by retention since',
};

const number = new Intl.NumberFormat('en');

export const ENGLISH_SESSION: SessionReportLabels = {
  ...ENGLISH_QUERY,
  title: 'Session report',
  loading: 'Loading the report',
  unknown: 'Nothing is known of this session',
  unknownHint: 'None of its entries has arrived yet.',
  whole: 'Complete',
  notWhole: 'Not complete',
  emitted: 'Emitted',
  stored: 'Stored',
  dropped: 'Dropped',
  missing: 'Missing',
  queued: 'Queued',
  unexplained: 'missing, unexplained',
  reason: (reason) => (Object.hasOwn(REASONS, reason) ? REASONS[reason]! : reason),
  moreRanges: (ranges) => `${number.format(ranges)} more ranges`,
  strip: (emitted, holes, queued) =>
    `Entries 1 to ${number.format(emitted)}: ${holes === 0 ? 'no hole' : `${number.format(holes)} ${holes === 1 ? 'hole' : 'holes'}`}, ${number.format(queued)} to come`,
};
