/** What came of one request, as it came: what it means is for the shipper to decide. */
export interface Outcome {
  /** 0: no answer. Offline, refused, cut, timed out, or forbidden by the browser. */
  readonly status: number;
  /** The parsed answer; `undefined` when it is not JSON. */
  readonly body?: unknown;
  /** The `Retry-After` header: seconds or an HTTP date. */
  readonly retryAfter?: string | null;
}

export interface SendOptions {
  /** Lets the request outlive the page; its body counts against the 65,536 bytes of all such requests. */
  readonly keepalive?: boolean;
}

/** Carries one body to the server. It never rejects: what can go wrong is an outcome. */
export interface LogTransport {
  send(body: string, options?: SendOptions): Promise<Outcome>;
  /**
   * Leaves a body with the browser, to be sent when the page ends.
   *
   * @returns how to take it back; `undefined` when that is not possible here
   */
  defer?(body: string): (() => void) | undefined;
}
