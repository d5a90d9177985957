import { resolve } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

/** Vite puts a hash of the content into the names of what it builds. */
const HASHED_ASSET = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/**
 * Files that Vite built; what is not there goes on to the next handler.
 *
 * @param fileOf where the file of a path lies within the folder
 */
export function builtFiles(folder: string, fileOf: (path: string) => string): MiddlewareHandler {
  return serveStatic({
    root: resolve(folder),
    rewriteRequestPath: fileOf,
    onFound: (path, c) => {
      c.header('Cache-Control', HASHED_ASSET.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
