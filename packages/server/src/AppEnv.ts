import type { HttpBindings } from '@hono/node-server';
import type { Identity } from './auth/Identity.ts';

/** What Hono's context carries here. */
export interface AppEnv {
  /** Without a socket, as when a test asks the app, there are none, and even `c.env` is missing: ask `c.env?.`. */
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    /** Set by `requireRole`. */
    readonly identity: Identity;
    /** Set by `limitEntries`: told how many entries a request has, before they are stored. */
    readonly countEntries: (count: number) => void;
  };
}
