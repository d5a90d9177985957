import { createSessionId } from '@tailrace/protocol';
import { LoadSender, makeBody } from '../load.ts';
import { monotonicMs } from './listenerMessages.ts';
import { makeEntry, type WorkloadEntry } from './workload.ts';

/** Requests under way at once, when answers take longer than the time between two requests. */
const CONNECTIONS = 4;

export interface Pace {
  readonly port: number;
  readonly key: string;
  /** Entries a second. */
  readonly rate: number;
  /** Entries to a request. */
  readonly batch: number;
}

/** What was sent, and when each entry's request began: milliseconds of `monotonicMs`, by `seq - 1`. */
export interface Sent {
  readonly entries: WorkloadEntry[];
  readonly at: number[];
}

/** One session that logs at a steady pace. */
export class PacedLoad {
  readonly #sender: LoadSender;
  readonly #pace: Pace;
  readonly #session = createSessionId();
  readonly sent: Sent = { entries: [], at: [] };

  constructor(pace: Pace) {
    this.#pace = pace;
    this.#sender = new LoadSender({ ...pace, connections: CONNECTIONS });
  }

  /** Resolves when all is acknowledged. */
  async run(seconds: number): Promise<void> {
    const { rate, batch } = this.#pace;
    const requests = (rate * seconds) / batch;
    const intervalMs = (1000 * batch) / rate;
    const started = monotonicMs();
    const answers: Promise<void>[] = [];
    for (let i = 0; i < requests; i += 1) {
      const wait = started + i * intervalMs - monotonicMs();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      answers.push(this.#send(batch));
    }
    await Promise.all(answers);
  }

  close(): void {
    this.#sender.close();
  }

  #send(count: number): Promise<void> {
    const { entries, at } = this.sent;
    const from = entries.length + 1;
    const added = Array.from({ length: count }, (_, i) => makeEntry(from + i));
    const lines = added.map((entry) => JSON.stringify(entry));
    const now = monotonicMs();
    entries.push(...added);
    for (let i = 0; i < count; i += 1) at.push(now);
    return this.#sender.send(makeBody(this.#session, from, lines, from + count - 1));
  }
}
