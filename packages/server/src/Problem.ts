import { STATUS_CODES } from 'node:http';
import { PROBLEM_STATUS, type Problem, type ProblemCode } from '@tailrace/protocol';
import type { Context } from 'hono';
import { printableJson } from './printableJson.ts';

/** An answer other than success, as a route throws it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param detail a sentence that says what to change
   * @param headers to go with the answer, such as `Retry-After`
   */
  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/** Makes the answer to a problem: `application/problem+json` (RFC 9457). */
export function problemResponse(c: Context, { code, message, headers }: ProblemError): Response {
  const status = PROBLEM_STATUS[code];
  const title = STATUS_CODES[status] ?? 'Error';
  const problem: Problem = { type: 'about:blank', title, status, code, detail: message };
  // By the context, because it adds the headers that were set before.
  return c.body(printableJson(problem), status, {
    ...headers,
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
}
