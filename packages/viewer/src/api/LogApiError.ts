import type { Problem, ProblemCode } from '@tailrace/protocol';

/**
 * A request that was not answered as it should be; the message is a sentence for whoever reads the page.
 *
 * @example
 * if (error instanceof LogApiError && error.status === 401) showSignIn();
 */
export class LogApiError extends Error {
  override readonly name = 'LogApiError';
  /** Of HTTP; absent when the server could not be reached. */
  readonly status?: number;
  /** What the server calls it; absent when what answered is no Tailrace server. */
  readonly code?: ProblemCode;

  constructor(message: string, details: { status?: number; code?: ProblemCode; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    if (details.status !== undefined) this.status = details.status;
    if (details.code !== undefined) this.code = details.code;
  }
}

/** Reads what the server says of a refusal. */
export async function refusalOf(response: Response): Promise<LogApiError> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const { code, detail } = (body ?? {}) as Partial<Problem>;
  return new LogApiError(typeof detail === 'string' ? detail : `The log server answered ${status}`, {
    status,
    ...(typeof code === 'string' && { code }),
  });
}
