import type { LogStreamError } from './LogStreamError.ts';

/**
 * - `connecting`: the first connection is being made
 * - `replaying`: connected, and catching up with what was stored
 * - `live`: connected, and every subscription has caught up
 * - `reconnecting`: the connection was lost; the next attempt is at `retry_at`, or under way
 * - `offline`: the connection was lost and no attempt will be made until `reconnect()`
 * - `refused`: the server does not let this client in; `error` says why
 * - `closed`: nobody is subscribed
 */
export type StreamState =
  | 'connecting'
  | 'replaying'
  | 'live'
  | 'reconnecting'
  | 'offline'
  | 'refused'
  | 'closed';

/** How a service's one connection is doing. */
export interface StreamStatus {
  readonly state: StreamState;
  /** Attempts since the connection was last stable; 0 while all is well. */
  readonly attempt: number;
  /** When the next attempt begins: milliseconds since 1970. */
  readonly retry_at?: number;
  /** Why the connection is not there. */
  readonly error?: LogStreamError;
}
