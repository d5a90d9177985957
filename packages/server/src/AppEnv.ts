import type { HttpBindings } from '@hono/node-server';
import type { Identity } from './auth/Identity.ts';

/** What Hono's context carries here. */
export interface AppEnv {
  /** Absent when a test asks the app without a socket. */
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    /** Set by `requireRole`. */
    readonly identity: Identity;
    /** Set by `limitEntries`: told how many entries a request has, before they are stored. */
    readonly countEntries: (count: number) => void;
  };
}
