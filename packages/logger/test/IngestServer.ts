import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import {
  isHeaderLine,
  type LevelSettings,
  type LogLine,
  type SegmentHeader,
  type DroppedRange,
  type SegmentReply,
} from '@tailrace/protocol';

/** An answer that a test has prepared: a status, a cut connection, or one that looks at the body. */
export type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'cut'
  | ((body: string) => Answer | undefined);

export interface ReceivedRequest {
  /** Milliseconds since the process began. */
  readonly at: number;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** Bytes on the wire. */
  readonly size: number;
  readonly body: string;
}

/** A real HTTP server that speaks the ingest protocol, answers as it was told to, and keeps what it accepted. */
export class IngestServer {
  /** Used up from the front, one per request; then every request is accepted. */
  readonly answers: Answer[] = [];
  readonly requests: ReceivedRequest[] = [];
  /** Entry id → its line. */
  readonly stored = new Map<string, LogLine>();
  /** The latest header of each session. */
  readonly headers = new Map<string, SegmentHeader>();
  /** All drops that were reported, of whatever session. */
  readonly dropped: DroppedRange[] = [];
  duplicates = 0;
  /** What `GET /api/v1/settings/levels` answers; an older server knows no such path. */
  levels: LevelSettings | undefined;
  /** The statuses with which that was answered. */
  readonly levelAnswers: number[] = [];
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, { readonly type: string; readonly body: string }>;

  constructor(files: ReadonlyMap<string, { readonly type: string; readonly body: string }> = new Map()) {
    this.#files = files;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get messages(): string[] {
    return [...this.stored.values()].map(({ message }) => message);
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader(
      'access-control-allow-headers',
      'authorization, content-type, content-encoding, if-none-match',
    );
    response.setHeader('access-control-expose-headers', 'retry-after');
    response.setHeader('access-control-max-age', '600');
    const file = this.#files.get(request.url ?? '');
    if (file) return void response.setHeader('content-type', file.type).end(file.body);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.url === '/api/v1/settings/levels') return this.#answerLevels(request, response);
    if (request.url !== '/api/v1/logs') return void response.writeHead(404).end();
    const bytes = await buffer(request);
    const {
      authorization,
      'content-type': contentType,
      'content-encoding': contentEncoding,
    } = request.headers;
    const body = (contentEncoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
    const { length: size } = bytes;
    this.requests.push({ at: performance.now(), authorization, contentType, contentEncoding, size, body });
    const answer = this.#nextAnswer(body);
    if (answer === 'cut') return void response.destroy();
    if (answer) return void response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ segments: this.#accept(body), levels: this.levels?.version ?? 0 }));
  }

  #answerLevels({ headers }: IncomingMessage, response: ServerResponse): void {
    const tag = `"${this.levels?.version}"`;
    const status = !this.levels ? 404 : headers['if-none-match'] === tag ? 304 : 200;
    this.levelAnswers.push(status);
    response.writeHead(status, { etag: tag, 'cache-control': 'private, no-cache' });
    response.end(status === 200 ? JSON.stringify(this.levels) : '');
  }

  #nextAnswer(body: string): Exclude<Answer, (body: string) => unknown> | undefined {
    let answer = this.answers[0];
    if (typeof answer === 'function') answer = answer(body);
    else this.answers.shift();
    return typeof answer === 'function' ? undefined : answer;
  }

  #accept(body: string): SegmentReply[] {
    const replies: SegmentReply[] = [];
    let header: SegmentHeader | undefined;
    for (const line of body.split('\n').filter(Boolean)) {
      if (isHeaderLine(line)) {
        header = JSON.parse(line) as SegmentHeader;
        this.headers.set(header.session, header);
        this.dropped.push(...(header.dropped ?? []));
        replies.push({ ...header, accepted: 0, duplicates: 0, rejected: [] });
        continue;
      }
      const entry = JSON.parse(line) as LogLine;
      const id = `${header!.session}-${entry.seq}`;
      if (this.stored.has(id)) this.duplicates += 1;
      else this.stored.set(id, entry);
    }
    return replies;
  }
}
