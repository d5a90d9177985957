import type { LogTrace } from '@tailrace/protocol';
import { activeScope } from '../activeScope.ts';
import { createSpanId, createTraceId } from '../context/traceIds.ts';
import { matchesUrl, type UrlPattern } from './matchesUrl.ts';
import { patchMethod } from './patchMethod.ts';

/** Which requests are told of the trace, and which trace it is. */
export interface PropagateTraceOptions {
  /**
   * Requests to these URLs get the headers. Other origins must allow them by CORS
   * (`Access-Control-Allow-Headers`), or the browser refuses the requests.
   *
   * @default ['/'], which is the page's own origin
   */
  readonly targets?: readonly UrlPattern[];
  /**
   * Asked for each request: its `trace_id` is sent where it is one (32 lower-case hexadecimal digits). A
   * `span_id` is not sent, for every request is a span of its own.
   *
   * @default the trace of the scope that runs (`runWithContext`), else one for the life of the page
   */
  readonly context?: () => Pick<LogTrace, 'trace_id' | 'span_id'> | undefined;
  /** Whether each request gets an `X-Request-ID` of its own. @default false */
  readonly requestId?: boolean;
  /** Asked for each request; what it returns is sent as `X-Correlation-ID`. */
  readonly correlationId?: () => string | undefined;
}

/** All zeros are no id (W3C Trace Context 3.2.2.3). */
const TRACE_ID = /^(?!0+$)[\da-f]{32}$/;

/**
 * Adds a W3C `traceparent` header to outgoing requests by `fetch` and XMLHttpRequest, so that the server's
 * entries and the page's meet in one trace. A header that the app sets is left as it is. Where the app gives
 * `fetch` a URL, other libraries that patched it earlier see a `Request` in its place.
 *
 * @returns how to undo it
 * @example
 * const undo = propagateTrace({ targets: ['/api', 'https://api.shop.example'] });
 */
export function propagateTrace({
  targets = ['/'],
  context = () => activeScope.read?.()?.trace,
  requestId = false,
  correlationId,
}: PropagateTraceOptions = {}): () => void {
  const pageTraceId = createTraceId();
  /** Values by names in lower case. */
  const headersFor = (url: unknown): Map<string, string | undefined> => {
    if (!matchesUrl(url, targets)) return new Map();
    const traceId = `${context()?.trace_id}`;
    return new Map([
      ['traceparent', `00-${TRACE_ID.test(traceId) ? traceId : pageTraceId}-${createSpanId()}-01`],
      ['x-request-id', requestId ? createTraceId() : undefined],
      ['x-correlation-id', correlationId?.()],
    ]);
  };
  const xhrHeaders = new WeakMap<object, Map<string, string | undefined>>();
  const xhrPrototype = globalThis.XMLHttpRequest?.prototype;
  const undos = [
    patchMethod(globalThis, 'fetch', (args) => {
      const [input, init] = args as Parameters<typeof fetch>;
      const headers = headersFor((input as Request).url ?? input);
      if (headers.size === 0) return;
      // Only the platform itself copies everything that a request can be, its body and its referrer too.
      const request = new Request(input, init);
      args.splice(0, 2, request);
      for (const [name, value] of headers) {
        if (value && !request.headers.has(name)) request.headers.set(name, value);
      }
    }),
    patchMethod(xhrPrototype, 'open', ([, url], xhr) => {
      xhrHeaders.set(xhr as XMLHttpRequest, headersFor(url));
    }),
    // What the app sets is not ours to set; a second value would be appended to the first.
    patchMethod(xhrPrototype, 'setRequestHeader', ([name], xhr) => {
      xhrHeaders.get(xhr as XMLHttpRequest)?.delete(String(name).toLowerCase());
    }),
    patchMethod(xhrPrototype, 'send', (_, xhr) => {
      for (const [name, value] of xhrHeaders.get(xhr as XMLHttpRequest) ?? []) {
        if (value) (xhr as XMLHttpRequest).setRequestHeader(name, value);
      }
    }),
  ];
  return () => undos.forEach((undo) => undo());
}
