import { Agent, request } from 'node:http';
import { createSessionId, formatSegments, LOG_LEVELS } from '@tailrace/protocol';
import type { ServerProcess } from './serverProcess.ts';

/** Sources that take turns, so that each has its equal share. */
export const SOURCES = 10;
/** Requests a second; each has an equal part of the entries. */
const REQUESTS_PER_SECOND = 25;
/** Few, so that what is measured is the server rather than the opening of connections. */
const CONNECTIONS = 4;
/** Values of `turn`, which filters choose from. */
const TURNS = 50;
/** Turns, levels and sources repeat together after so many entries. */
const KINDS = 50;

/** Sends entries at a steady rate, and knows what it sent. */
export class LoadGenerator {
  readonly #server: ServerProcess;
  readonly #entriesPerRequest: number;
  readonly #session = createSessionId();
  readonly #open = new Set<Promise<void>>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  /** What follows the time in an entry's line, for each kind: printed once, since a generator must cost little. */
  readonly #tails = Array.from({ length: KINDS }, (_, i) => {
    return JSON.stringify({
      level: LOG_LEVELS[i % LOG_LEVELS.length]!,
      source: `source${i % SOURCES}`,
      metadata: { turn: i % TURNS },
    }).slice(1);
  });
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
    await this.#send(1, message);
  }

  #sendDue(): void {
    const due = ((performance.now() - this.#startedAt) / 1000) * REQUESTS_PER_SECOND;
    for (; this.#requests < due; this.#requests += 1) {
      const sent = this.#send(this.#entriesPerRequest).finally(() => this.#open.delete(sent));
      this.#open.add(sent);
    }
  }

  #line(time: string, message?: string): string {
    const seq = (this.#seq += 1);
    const text = message ?? `Entry ${seq} of a run that looks whether every one of them arrives`;
    return `{"seq":${seq},"timestamp":"${time}","message":"${text}",${this.#tails[seq % KINDS]!}`;
  }

  async #send(count: number, message?: string): Promise<void> {
    const sent_at = new Date().toISOString();
    const from = this.#seq + 1;
    const lines = Array.from({ length: count }, () => this.#line(sent_at, message));
    const to = this.#seq;
    const header = { v: 1, session: this.#session, from, to, sent_at, emitted: to } as const;
    const status = await this.#post(formatSegments([{ header, lines }]));
    if (status !== 200) this.failures += 1;
  }

  /** @returns status of the answer, when it has been read to its end */
  #post(body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${this.#server.ingestKey}`,
        'Content-Type': 'application/x-ndjson',
        'Content-Length': Buffer.byteLength(body),
      };
      const options = { method: 'POST', agent: this.#agent, headers };
      const sent = request(`${this.#server.url}/api/v1/logs`, options, (answer) => {
        answer.on('end', () => resolve(answer.statusCode!)).resume();
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
