/** What the page's IndexedDB did, seen at the browser's own interface. */
export interface StorageFacts {
  /** Numbers of entries that a completed transaction has put, by load. */
  readonly confirmed: Map<number, Set<number>>;
  /** Transactions that the browser aborted, by the name of the error. */
  readonly aborted: Record<string, number>;
}

/** How the harness numbers entries: `fault <load>/<n>`. */
const NUMBERED = /\bfault (\d+)\/(\d+)\b/g;

export const storageFacts: StorageFacts = { confirmed: new Map(), aborted: {} };

// The logger may refuse or miss IndexedDB in some scenarios; then there is nothing to watch.
if (globalThis.IDBObjectStore) observe();

function observe(): void {
  const pending = new WeakMap<IDBTransaction, [load: number, n: number][]>();
  for (const method of ['add', 'put'] as const) {
    const original = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function observed(
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      const request = key === undefined ? original.call(this, value) : original.call(this, value, key);
      numbersOf(this.transaction, pending).push(...numbersIn(value));
      return request;
    };
  }
}

function numbersOf(
  transaction: IDBTransaction,
  pending: WeakMap<IDBTransaction, [number, number][]>,
): [number, number][] {
  const known = pending.get(transaction);
  if (known) return known;
  const numbers: [number, number][] = [];
  pending.set(transaction, numbers);
  transaction.addEventListener('complete', () => {
    for (const [load, n] of numbers) confirmedOf(load).add(n);
  });
  transaction.addEventListener('abort', () => {
    const name = transaction.error?.name ?? 'abort';
    storageFacts.aborted[name] = (storageFacts.aborted[name] ?? 0) + 1;
  });
  return numbers;
}

function confirmedOf(load: number): Set<number> {
  const known = storageFacts.confirmed.get(load) ?? new Set();
  storageFacts.confirmed.set(load, known);
  return known;
}

/** Looks into all strings of a record, so that it does not matter how the logger lays it out. */
export function numbersIn(value: unknown): [load: number, n: number][] {
  if (typeof value === 'string') {
    return [...value.matchAll(NUMBERED)].map(([, load, n]) => [Number(load), Number(n)]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
