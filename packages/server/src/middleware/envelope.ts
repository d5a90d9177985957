import type { Context, MiddlewareHandler } from 'hono';
import type { Problem } from '@tailrace/protocol';
import { printableJson } from '../printableJson.ts';

/**
 * Puts JSON answers into an envelope, `{success, message, data}`, and refusals into `{success, message, status_code}`.
 * What is no JSON, such as a download, passes as it is. Any route behind it is in the envelope, whatever it answers.
 *
 * @example
 * app.use('/api/logs/*', envelope());
 * app.get('/api/logs/stats', canRead, statsRoute(store));
 */
export function envelope(): MiddlewareHandler {
  // The router runs it twice for a path that looks like its own pattern: /api/logs/*.
  const inside = new WeakSet<Context>();
  return async function envelopeHandler(c, next) {
    if (inside.has(c)) return next();
    inside.add(c);
    await next();
    const type = c.res.headers.get('Content-Type')?.split(';')[0];
    if (type === 'application/problem+json') {
      const { detail, status } = (await c.res.json()) as Problem;
      replaceBody(printableJson({ success: false, message: detail, status_code: status }));
    } else if (type === 'application/json') {
      // Spliced, so that what it holds is not parsed and printed again.
      replaceBody(`{"success":true,"message":"OK","data":${await c.res.text()}}`);
    }
    return undefined;

    function replaceBody(json: string): void {
      const { status, headers } = c.res;
      c.res = undefined;
      c.res = new Response(json, { status, headers });
      c.res.headers.set('Content-Type', 'application/json');
    }
  };
}
