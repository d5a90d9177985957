import type { Operation, Parameter } from '../src/openapi/OpenApi.ts';

/** Who asks; `stranger` has a key that nobody made. */
export const CALLERS = ['none', 'stranger', 'ingest', 'read', 'admin'] as const;
export type Caller = (typeof CALLERS)[number];

/** One request of one operation. */
export interface ApiCall {
  readonly operation: ApiOperation;
  readonly caller: Caller;
  /** Path and query, escaped. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** An operation of the API's document, with its references followed. */
export interface ApiOperation {
  /** `GET /api/v1/logs/{id}` */
  readonly name: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly described: Operation;
  /** Opens a socket when it is asked to. */
  readonly isSocket: boolean;
}

/** As a failure is told of. */
export function printCall({ operation, caller, url, headers, body }: ApiCall): string {
  const text = typeof body === 'string' ? JSON.stringify(body) : body && `${body.length} bytes`;
  const said = text === undefined ? '' : ` ${text.slice(0, 300)}`;
  return `${operation.method} ${url.slice(0, 300)} as ${caller} ${JSON.stringify(headers)}${said}`;
}
