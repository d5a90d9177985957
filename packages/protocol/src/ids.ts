import { SESSION_ID_LENGTH } from './limits.ts';

/** Digits, then lower case, then upper case. */
const BASE = 62;

/** The largest multiple of 62 in a byte: bytes from here on are thrown away, so that no character is favoured. */
const UNBIASED_BYTES = 248;

/** What `crypto` of browsers, workers and Node has in common; passed in where it must be deterministic. */
export interface RandomSource {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

/** Both `crypto` of the DOM and of Node; this package is typed without either. */
const platform = globalThis as unknown as { readonly crypto: RandomSource };

/**
 * Makes a random string of base62 characters (0-9 A-Z a-z), 5.95 bits each.
 *
 * @param length how many characters
 */
export function randomBase62(length: number, random: RandomSource = platform.crypto): string {
  let id = '';
  while (id.length < length) {
    for (const byte of random.getRandomValues(new Uint8Array(length))) {
      if (byte < UNBIASED_BYTES && id.length < length) id += base62Digit(byte % BASE);
    }
  }
  return id;
}

/** Makes the id of a new logger instance: 16 random base62 characters, 95 bits. */
export function createSessionId(random?: RandomSource): string {
  return randomBase62(SESSION_ID_LENGTH, random);
}

/** Tells whether a value has the form of a session id. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && value.length === SESSION_ID_LENGTH && /^[0-9A-Za-z]+$/.test(value);
}

/** The identity of an entry: `session-seq`. */
export function formatEntryId(session: string, seq: number): string {
  return `${session}-${seq}`;
}

/**
 * Takes an entry's id apart.
 *
 * @returns `undefined` when the text is not an entry id
 */
export function parseEntryId(id: string): { session: string; seq: number } | undefined {
  const session = id.slice(0, SESSION_ID_LENGTH);
  const digits = id.slice(SESSION_ID_LENGTH + 1);
  if (!isSessionId(session) || id[SESSION_ID_LENGTH] !== '-' || !/^[1-9]\d{0,15}$/.test(digits))
    return undefined;
  const seq = Number(digits);
  return Number.isSafeInteger(seq) ? { session, seq } : undefined;
}

/** Base 36 has all but the capitals. */
function base62Digit(value: number): string {
  return value < 36 ? value.toString(36) : (value - 26).toString(36).toUpperCase();
}
