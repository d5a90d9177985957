import { LogApiError, refusalOf } from './LogApiError.ts';

export interface LogApiOptions {
  /** The server's address, with the path it is mounted at if any. @default the page's own origin */
  readonly baseUrl?: string;
  /** A bearer token, asked for before each request; without it the page's cookie speaks. */
  readonly getToken?: () => string | Promise<string>;
  /** @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
}

export type Parameters = Readonly<Record<string, string | number | undefined>>;

interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly parameters?: Parameters;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A status that is an answer as well, though it is no success. */
  readonly accepts?: number;
  /** What the answer is. @default 'json' */
  readonly reads?: 'json' | 'blob';
  readonly signal?: AbortSignal | undefined;
}

export type Requester = <T>(request: ApiRequest) => Promise<T>;

/** Milliseconds that the server has to answer: its queries end after 5 s. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Sends requests, and reads answers or why there is none. */
export function createRequester(options: LogApiOptions): Requester {
  const { getToken, fetch } = options;
  const send = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return async function request<T>(asked: ApiRequest): Promise<T> {
    const { method, body, accepts, reads, signal } = asked;
    const token = await getToken?.();
    let response: Response;
    try {
      response = await send(addressOf(options, asked), {
        method,
        // A count of everything may be shown again for a minute; who asks here wants it as it is.
        cache: 'no-cache',
        credentials: 'same-origin',
        headers: {
          Accept: 'application/json',
          ...asked.headers,
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), ...(signal ? [signal] : [])]),
      });
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new LogApiError('The log server cannot be reached', { cause });
    }
    if (!response.ok && response.status !== accepts) throw await refusalOf(response);
    if (response.status === 204) return undefined as T;
    if (reads === 'blob') return (await response.blob()) as T;
    return readJson<T>(response, signal);
  };
}

async function readJson<T>(response: Response, signal: AbortSignal | undefined): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    // A captive portal's 200 is a page.
    throw new LogApiError('What answers is not a Tailrace server', { status: response.status, cause });
  }
}

/** The address of what is asked for. */
export function addressOf(
  { baseUrl = '' }: LogApiOptions,
  { path, parameters = {} }: Pick<ApiRequest, 'path' | 'parameters'>,
): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}${queryOf(parameters)}`;
}

function queryOf(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
