import type { Handler, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Keyring } from '../auth/Keyring.ts';
import { ProblemError } from '../Problem.ts';
import { builtFiles } from './builtFiles.ts';

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
  return builtFiles(folder, (path) => path.replace(/^\/demo/, ''));
}
