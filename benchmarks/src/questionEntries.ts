import { createSessionId, formatSegments, LOG_LEVELS, MAX_BATCH_ENTRIES } from '@tailrace/protocol';

const HOUR = 3_600_000;
/** The entries lie over so many hours, whatever their number. */
const HOURS = 48;
const SOURCES = ['shop', 'api', 'worker', 'mailer', 'search'];

/** What the entries of a store were made by. */
export interface EntrySeries {
  readonly entries: number;
  /** The time of the last one, milliseconds since 1970. */
  readonly end: number;
}

/** An ingest body, and the bytes of the JSON lines in it. */
export interface EntryBody {
  readonly text: string;
  readonly lineBytes: number;
}

/** Bodies with the entries from one number up to another, each as large as a request may be. */
export function* makeEntryBodies(series: EntrySeries, first: number, last: number): Generator<EntryBody> {
  const session = createSessionId();
  const offset = first - 1;
  for (let from = first; from <= last; from += MAX_BATCH_ENTRIES) {
    const to = Math.min(from + MAX_BATCH_ENTRIES - 1, last);
    const lines = Array.from({ length: to - from + 1 }, (_, i) => makeLine(series, from + i, offset));
    const header = {
      v: 1,
      session,
      from: from - offset,
      to: to - offset,
      sent_at: new Date().toISOString(),
      emitted: to - offset,
    } as const;
    // All of it is ASCII: a character is a byte.
    const lineBytes = lines.reduce((sum, line) => sum + line.length, 0);
    yield { text: formatSegments([{ header, lines }]), lineBytes };
  }
}

/** The time of an entry, milliseconds since 1970. */
export function timeOf({ entries, end }: EntrySeries, n: number): number {
  return end - HOURS * HOUR * (1 - n / entries);
}

/** A word that ten entries have. */
export function rareWord(n: number): string {
  return `page${Math.floor(n / 10)}`;
}

function makeLine(series: EntrySeries, n: number, offset: number): string {
  return JSON.stringify({
    seq: n - offset,
    timestamp: new Date(timeOf(series, n)).toISOString(),
    level: n % 50 === 0 ? 'error' : LOG_LEVELS[n % 3],
    source: SOURCES[n % 7] ?? 'shop',
    logger: LOGGERS[n % 11] ?? 'shop.cart.totals',
    message: `Added product ${n % 977} to the cart after a look at ${rareWord(n)}`,
    context: { user_id: `u${n % 1000}`, conversation_id: `c${n % 5000}` },
    metadata: { sku: `KET-${n % 100}`, price: 3900 + (n % 50) },
  });
}

const LOGGERS = ['shop.cart', 'shop.checkout.payment', 'api.orders'];
