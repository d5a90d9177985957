import { MAX_CLOCK_SKEW_MS, MAX_PAGE_ENTRIES, parseCursor, type LogEntry } from '@tailrace/protocol/core';
import type { LogGap } from './buffer/LogRow.ts';
import { fetchJson, type ServerAccess } from './fetchJson.ts';
import { LogStreamError } from './LogStreamError.ts';
import { isReadableEntry } from './parseServerMessage.ts';

export interface LogHistoryOptions {
  /** In the filter language. @default '' everything */
  readonly filter?: string;
  /** Entries of a page, at most 1,000. @default 1000 */
  readonly pageSize?: number;
}

/** What is known of the time in which a gap's entries arrived. */
export interface GapSurroundings {
  /** An entry from before the gap. */
  readonly before?: LogEntry | undefined;
  /** An entry from after it. */
  readonly after?: LogEntry | undefined;
}

interface Page {
  readonly entries: readonly LogEntry[];
  /** Where the next page begins; `undefined` after the last. */
  readonly next: string | undefined;
}

/**
 * What is stored, by pages: older entries for somebody who scrolls up, and those of a gap.
 *
 * @example
 * const history = service.history({ filter: 'level:error' });
 * buffer.prepend(await history.older(buffer.timeAt(0)));
 */
export class LogHistory {
  readonly #access: ServerAccess;
  readonly #filter: string;
  readonly #pageSize: number;
  #abort = new AbortController();
  #underWay: Promise<readonly LogEntry[]> | undefined;
  #before: number | undefined;
  #next: string | undefined;
  #atStart = false;

  constructor(access: ServerAccess, { filter = '', pageSize = MAX_PAGE_ENTRIES }: LogHistoryOptions = {}) {
    this.#access = access;
    this.#filter = filter;
    this.#pageSize = pageSize;
  }

  /** Whether the oldest entry has been fetched. */
  get atStart(): boolean {
    return this.#atStart;
  }

  /**
   * The next older page: at first what happened up to `before`, then what comes before that. Asked for again
   * while it is under way, it is fetched once.
   *
   * @param before time of the oldest row that is there, in milliseconds since 1970; entries of that very time
   *   come again. Without it the newest are fetched
   * @returns entries in the order of their time; none when there are no more
   * @throws {LogStreamError} `refused`, `server_error` or `connection_lost`; an `AbortError` after `abort`
   */
  older(before?: number): Promise<readonly LogEntry[]> {
    if (this.#underWay) return this.#underWay;
    const underWay = this.#fetchOlder(before, this.#abort.signal).finally(() => {
      if (this.#underWay === underWay) this.#underWay = undefined;
    });
    this.#underWay = underWay;
    return underWay;
  }

  /**
   * The entries of a gap, as far as the server still has them; `buffer.fillGap` takes them.
   *
   * @throws {LogStreamError} as `older` does
   */
  async gap({ from, to, count }: LogGap, { before, after }: GapSurroundings = {}): Promise<LogEntry[]> {
    const { signal } = this.#abort;
    const [first, last] = [positionOf(from), positionOf(to)];
    const arrival = [
      ...(before ? [`received_at:>=${shift(before.received_at, -MAX_CLOCK_SKEW_MS)}`] : []),
      ...(after ? [`received_at:<=${shift(after.received_at, MAX_CLOCK_SKEW_MS)}`] : []),
    ];
    const filter = [...arrival, ...(this.#filter === '' ? [] : [`(${this.#filter})`])].join(' ');
    const found: LogEntry[] = [];
    let next: string | undefined;
    do {
      const page: Page = await this.#fetchPage({ q: filter, cursor: next }, signal);
      for (const entry of page.entries) {
        const position = positionOf(entry.cursor);
        if (position > first && position <= last) found.push(entry);
      }
      next = page.next;
    } while (next !== undefined && found.length < count);
    return found.toReversed();
  }

  /** Ends what is under way, and begins anew with the next `older`. */
  abort(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#before = this.#next = this.#underWay = undefined;
    this.#atStart = false;
  }

  async #fetchOlder(before: number | undefined, signal: AbortSignal): Promise<readonly LogEntry[]> {
    if (this.#atStart) return [];
    // The end is not part of a page, and entries of the same millisecond may be missing.
    const until = this.#next === undefined && before !== undefined ? before + 1 : this.#before;
    const end = until === undefined ? undefined : new Date(until).toISOString();
    const page = await this.#fetchPage({ q: this.#filter, end, cursor: this.#next }, signal);
    this.#before = until;
    this.#next = page.next;
    this.#atStart = page.next === undefined;
    return page.entries.toReversed();
  }

  async #fetchPage(asked: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<Page> {
    const query = new URLSearchParams({ order: 'desc', limit: String(this.#pageSize) });
    for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
    return readPage(await fetchJson(this.#access, `/api/v1/logs?${query}`, signal));
  }
}

function readPage(body: unknown): Page {
  const { logs, pagination } = (body ?? {}) as { logs?: unknown; pagination?: { next?: unknown } };
  if (!Array.isArray(logs)) {
    throw new LogStreamError('malformed_message', 'What the log server answered is no page of entries');
  }
  const next = pagination?.next;
  return { entries: logs.filter(isReadableEntry), next: typeof next === 'string' ? next : undefined };
}

function positionOf(cursor: string): number {
  return parseCursor(cursor)?.position ?? Number.NaN;
}

function shift(time: string, byMs: number): string {
  return new Date(Date.parse(time) + byMs).toISOString();
}
