import { resolve } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Handler, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Keyring } from '../auth/Keyring.ts';
import { ProblemError } from '../Problem.ts';

/** Vite puts a hash of the content into the names of what it builds. */
const HASHED_ASSET = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/** `GET /demo/config.json`: what the demo page needs to log and to read. */
export function demoConfigRoute(keyring: Keyring): Handler<AppEnv> {
  return (c) => {
    const key = keyring.publicIngestKey(c.get('identity').tenant);
    if (key === undefined) throw new ProblemError('not_found', 'There is no ingest key that pages may show');
    c.header('Cache-Control', 'no-store');
    return c.json({ ingest_key: key, signed_in: true });
  };
}

/** Files of the demo's build, under `/demo/`. */
export function demoFiles(folder: string): MiddlewareHandler {
  return serveStatic({
    root: resolve(folder),
    rewriteRequestPath: (path) => path.replace(/^\/demo/, ''),
    onFound: (path, c) => {
      c.header('Cache-Control', HASHED_ASSET.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
