import { randomBase62 } from '@tailrace/protocol';

/** Begins the sessions in which a server itself speaks, of this process or of one before. */
const PREFIX = 'tailrace';
/** Random base62 characters behind it: a session has 16 in all. */
const RANDOM_LENGTH = 8;

/** Makes a session for the server's own entries, which no client can use. */
export function createOwnSession(): string {
  return PREFIX + randomBase62(RANDOM_LENGTH);
}

/** Tells whether a session is one of a server's own. */
export function isOwnSession(session: string): boolean {
  return session.startsWith(PREFIX);
}
