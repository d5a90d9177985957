import {
  DEFAULT_BATCH_MS,
  MAX_BATCH_MS,
  MAX_CLIENT_FRAME_BYTES,
  MAX_CLIENT_FRAMES_PER_SECOND,
  MAX_ENTRIES_BEHIND,
  MAX_FILTER_LENGTH,
  MAX_RATE,
  MAX_SUBSCRIPTIONS,
  MAX_UNACKNOWLEDGED_BYTES,
  MIN_BATCH_MS,
  SILENCE_MS,
} from '@tailrace/protocol';

/** The limits that a framed stream states in its `hello`. */
export const STREAM_LIMITS: Readonly<Record<string, number>> = {
  frame_bytes: MAX_CLIENT_FRAME_BYTES,
  frames_per_second: MAX_CLIENT_FRAMES_PER_SECOND,
  subscriptions: MAX_SUBSCRIPTIONS,
  filter_length: MAX_FILTER_LENGTH,
  unacknowledged_bytes: MAX_UNACKNOWLEDGED_BYTES,
  entries_behind: MAX_ENTRIES_BEHIND,
  batch_ms: DEFAULT_BATCH_MS,
  min_batch_ms: MIN_BATCH_MS,
  max_batch_ms: MAX_BATCH_MS,
  max_rate: MAX_RATE,
  silence_ms: SILENCE_MS,
};

/**
 * Bytes that may wait in this process for a client to take them. What is further on its way lies in the
 * operating system's buffers; with 200 clients that take nothing this makes 13 MB here, at most.
 */
export const MAX_QUEUED_BYTES = 64 * 1024;
