import type { Problem, ProblemCode } from '@tailrace/protocol';

/** A body, an answer, or what makes one of a request; `'never'` is no answer at all. */
type Answer =
  | object
  | 'never'
  | ((request: Request, parameters: URLSearchParams) => object | 'never' | Promise<object>);

/**
 * Stands in for a server in stories and tests: answers by `METHOD /path`, where `*` is one part of a path. What
 * is not in the script is not found.
 *
 * @example
 * createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/logs/stats': { total: 3 } }) });
 */
export function scriptedFetch(script: Readonly<Record<string, Answer>>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(
      new URL(input instanceof Request ? input.url : input, 'http://scripted.test'),
      init,
    );
    const url = new URL(request.url);
    const found = Object.entries(script).find(([route]) =>
      isRoute(route, `${request.method} ${url.pathname}`),
    );
    if (!found) return problem(404, 'not_found', `There is nothing at ${url.pathname}`);
    const [, answer] = found;
    const body = typeof answer === 'function' ? await answer(request, url.searchParams) : answer;
    if (body === 'never') return untilAborted(request.signal);
    return body instanceof Response ? body.clone() : Response.json(body);
  };
}

/** A refusal as the server makes them. */
export function problem(status: number, code: ProblemCode, detail: string): Response {
  const body: Problem = { type: 'about:blank', title: 'Refused', status, code, detail };
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

function isRoute(route: string, asked: string): boolean {
  const parts = route.split('/');
  const given = asked.split('/');
  return parts.length === given.length && parts.every((part, i) => part === '*' || part === given[i]);
}

function untilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
