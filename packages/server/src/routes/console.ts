import type { Context, MiddlewareHandler } from 'hono';
import { builtFiles } from './builtFiles.ts';

/** Paths at which no page of the console is, whatever is asked for there. */
const OF_PROGRAMS = /^\/(?:api|ws|assets|demo)(?:\/|$)/;

/** Files of the console's build, under `/assets/`. */
export function consoleFiles(folder: string): MiddlewareHandler {
  return builtFiles(folder, (path) => path);
}

/** The console's one page. It is no secret: what it shows, it asks for, and whoever is not signed in gets nothing. */
export function consolePage(folder: string): MiddlewareHandler {
  return builtFiles(folder, () => '/index.html');
}

/**
 * Tells whether somebody opens a page, by an address that only the console itself knows: `/traces/order-4711`.
 * Programs, which do not ask for HTML, are told that there is nothing.
 */
export function opensPage(c: Context): boolean {
  const { method, path } = c.req;
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !OF_PROGRAMS.test(path) && (c.req.header('Accept') ?? '').includes('text/html');
}
