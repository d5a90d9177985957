import type { IngestReply } from '@tailrace/protocol';

/** What became of one request. */
export type Outcome =
  /** The server answered as an ingest does: what it names is stored. */
  | { readonly kind: 'reply'; readonly reply: IngestReply }
  /** Something refused the request. `code` is the problem's, where the answer named one. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string | undefined;
      /** The header as it came: seconds or an HTTP date. */
      readonly retryAfter?: string | undefined;
    }
  /** A success that is no ingest reply: a captive portal's, say. Nothing is acknowledged. */
  | { readonly kind: 'unknown_body'; readonly status: number }
  /** No answer: offline, refused, cut, timed out, or forbidden by the browser. */
  | { readonly kind: 'network'; readonly message: string };

export interface SendOptions {
  /** Lets the request outlive the page; its body counts against the 65,536 bytes of all such requests. */
  readonly keepalive?: boolean;
}

/** Carries one body to the server. It never rejects: what can go wrong is an outcome. */
export interface LogTransport {
  send(body: string, options?: SendOptions): Promise<Outcome>;
}
