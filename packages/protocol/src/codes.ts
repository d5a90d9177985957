/**
 * Why an entry was given up, as a drop report says it. `rejected_<code>` carries the server's reason.
 */
export const DROP_REASONS = [
  'queue_full',
  'too_large',
  'expired',
  'sampled',
  'rate_limited',
  'repeated',
  'serialize_failed',
  'storage_wiped',
  'storage_lost',
  'storage_unavailable',
  'crash_unpersisted',
  'consent',
  'disabled',
] as const;

export type DropReason = (typeof DROP_REASONS)[number] | `rejected_${string}`;

/** Tells whether a value is a drop reason. */
export function isDropReason(value: unknown): value is DropReason {
  return (
    typeof value === 'string' &&
    ((DROP_REASONS as readonly string[]).includes(value) || /^rejected_[a-z0-9_]{1,64}$/.test(value))
  );
}

/** Why the server refused one entry of a batch that it otherwise took. */
export const REJECTION_CODES = [
  'invalid_json',
  'invalid_entry',
  'too_large',
  'too_deep',
  'too_many_keys',
  'seq_out_of_range',
  'seq_repeated',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

/** `code` of an `application/problem+json` answer, with the HTTP status it goes with. */
export const PROBLEM_STATUS = {
  invalid_json: 400,
  invalid_segment: 400,
  invalid_entry: 400,
  invalid_gzip: 400,
  invalid_filter: 400,
  invalid_parameter: 400,
  invalid_cursor: 400,
  invalid_settings: 400,
  invalid_key: 400,
  invalid_host: 421,
  unauthorized: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  precondition_failed: 412,
  body_too_large: 413,
  too_many_entries: 413,
  unsupported_media_type: 415,
  unsupported_encoding: 415,
  too_many_requests: 429,
  internal_error: 500,
  shutting_down: 503,
  store_unavailable: 503,
  store_full: 507,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** The body of every error answer (RFC 9457). */
export interface Problem {
  readonly type: 'about:blank';
  /** The HTTP status' phrase. */
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** A sentence that says what to change. */
  readonly detail: string;
}

/** Why the server closed a stream. */
export const CLOSE_CODES = {
  restarting: 1012,
  unauthenticated: 4001,
  forbidden: 4003,
  tooSlow: 4008,
  otherEpoch: 4009,
  tooMany: 4029,
} as const;

/** `code` of an `error` frame. */
export const STREAM_ERROR_CODES = [
  'invalid_json',
  'invalid_message',
  'invalid_filter',
  'invalid_cursor',
  'unknown_subscription',
  'duplicate_subscription',
  'too_many_subscriptions',
  'frame_too_large',
  'too_many_messages',
  'store_unavailable',
  'too_many_analyses',
  'analysis_failed',
] as const;

export type StreamErrorCode = (typeof STREAM_ERROR_CODES)[number];
