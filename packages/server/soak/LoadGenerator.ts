import { createSessionId, formatSegments, LOG_LEVELS, type LogLine } from '@tailrace/protocol';
import type { ServerProcess } from './serverProcess.ts';

/** Sources that take turns, so that each has its equal share. */
export const SOURCES = 10;
/** Requests a second; each has an equal part of the entries. */
const REQUESTS_PER_SECOND = 25;

/** Sends entries at a steady rate, and knows what it sent. */
export class LoadGenerator {
  readonly #server: ServerProcess;
  readonly #entriesPerRequest: number;
  readonly #session = createSessionId();
  readonly #open = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #requests = 0;
  #seq = 0;
  /** Requests that were not answered as they should be. */
  failures = 0;

  constructor(server: ServerProcess, entriesPerSecond: number) {
    this.#server = server;
    this.#entriesPerRequest = entriesPerSecond / REQUESTS_PER_SECOND;
  }

  /** Entries that were sent up to now. */
  get sent(): number {
    return this.#seq;
  }

  start(): void {
    this.#startedAt = performance.now();
    this.#requests = 0;
    this.#timer = setInterval(() => this.#sendDue(), 1000 / REQUESTS_PER_SECOND);
  }

  /** Resolves when all that was sent is acknowledged. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
  }

  /** Sends one entry with a message of its own. */
  async sendLast(message: string): Promise<void> {
    await this.#send([this.#line(message)]);
  }

  #sendDue(): void {
    const due = ((performance.now() - this.#startedAt) / 1000) * REQUESTS_PER_SECOND;
    for (; this.#requests < due; this.#requests += 1) {
      const lines = Array.from({ length: this.#entriesPerRequest }, () => this.#line());
      const request = this.#send(lines).finally(() => this.#open.delete(request));
      this.#open.add(request);
    }
  }

  #line(message?: string): LogLine {
    const seq = (this.#seq += 1);
    return {
      seq,
      timestamp: new Date().toISOString(),
      level: LOG_LEVELS[seq % LOG_LEVELS.length]!,
      source: `source${seq % SOURCES}`,
      message: message ?? `Entry ${seq} of a run that looks whether every one of them arrives`,
      metadata: { turn: seq % 50 },
    };
  }

  async #send(lines: readonly LogLine[]): Promise<void> {
    const [from, to] = [lines[0]!.seq, lines.at(-1)!.seq];
    const sent_at = new Date().toISOString();
    const header = { v: 1, session: this.#session, from, to, sent_at, emitted: to } as const;
    const answer = await fetch(`${this.#server.url}/api/v1/logs`, {
      method: 'POST',
      body: formatSegments([{ header, lines: lines.map((line) => JSON.stringify(line)) }]),
      headers: {
        Authorization: `Bearer ${this.#server.ingestKey}`,
        'Content-Type': 'application/x-ndjson',
      },
    });
    await answer.arrayBuffer();
    if (!answer.ok) this.failures += 1;
  }
}
