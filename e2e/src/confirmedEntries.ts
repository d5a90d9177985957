import type { BrowserContext } from 'playwright';

/** The form in which the logger's queue keeps a segment in IndexedDB. */
interface SegmentRecord {
  readonly session: string;
  readonly from: number;
  readonly lines: string;
}

/** Entry id → the JSON line that a committed IndexedDB transaction holds or held. */
export type ConfirmedEntries = ReadonlyMap<string, string>;

/**
 * Watches IndexedDB itself, in every page of a context: what was put by a transaction that completed is
 * confirmed. So the proof does not rest on what the logger says of itself.
 */
export async function watchConfirmedEntries(context: BrowserContext): Promise<ConfirmedEntries> {
  const confirmed = new Map<string, string>();
  await context.exposeFunction('confirmSegments', (records: readonly SegmentRecord[]) => {
    for (const { session, from, lines } of records) {
      lines.split('\n').forEach((line, index) => confirmed.set(`${session}-${from + index}`, line));
    }
  });
  await context.addInitScript(observeIndexedDb);
  return confirmed;
}

/** Runs in the page, before anything else there. */
function observeIndexedDb(): void {
  const page = globalThis as unknown as { confirmSegments(records: readonly unknown[]): Promise<void> };
  const pending = new WeakMap<IDBTransaction, unknown[]>();
  for (const method of ['add', 'put'] as const) {
    const original = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function observed(
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      const request = key === undefined ? original.call(this, value) : original.call(this, value, key);
      if (this.name === 'segments') {
        const records = pending.get(this.transaction) ?? [];
        if (records.length === 0) {
          pending.set(this.transaction, records);
          this.transaction.addEventListener('complete', () => void page.confirmSegments(records));
        }
        records.push(value);
      }
      return request;
    };
  }
}
