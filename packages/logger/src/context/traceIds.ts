import { randomBase62 } from '@tailrace/protocol';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
/** 131 bits. */
const REQUEST_ID_LENGTH = 22;

/** Makes a trace id (W3C Trace Context): 32 lower-case hexadecimal digits, random, not all zeros. */
export function createTraceId(): string {
  return randomHex(TRACE_ID_BYTES);
}

/** Makes a span id (W3C Trace Context): 16 lower-case hexadecimal digits, random, not all zeros. */
export function createSpanId(): string {
  return randomHex(SPAN_ID_BYTES);
}

/**
 * Makes a value for `request_id` and `correlation_id`: 22 random base62 characters.
 *
 * @example
 * fetch(url, { headers: { 'x-request-id': createRequestId() } });
 */
export function createRequestId(): string {
  return randomBase62(REQUEST_ID_LENGTH);
}

function randomHex(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return /[^0]/.test(hex) ? hex : randomHex(length);
}
