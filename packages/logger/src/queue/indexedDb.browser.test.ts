import { expect, it } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, CONTRACT_SESSION, describeLogQueue } from './contract.ts';
import { openIndexedDb, type IndexedDbOptions } from './indexedDb.ts';
import type { Settlement } from './LogQueue.ts';

let databases = 0;

function newName(): string {
  databases += 1;
  return `tailrace:test-${Date.now()}-${databases}`;
}

function options(more: Partial<IndexedDbOptions> = {}): IndexedDbOptions {
  return { limits: CONTRACT_LIMITS, onEvicted: () => {}, onClosed: () => {}, ...more };
}

describeLogQueue('a queue in IndexedDB', () => openIndexedDb(newName(), options()));

it('is there again when it is opened again, and another tab sees the same', async () => {
  const name = newName();
  const first = await openIndexedDb(name, options());
  const second = await openIndexedDb(name, options());
  const segment = arbitrarySegment({ from: 1, count: 3 });
  await first.put([segment]);
  expect((await second.peek()).segments).toEqual([segment]);
  first.close();
  second.close();
  const third = await openIndexedDb(name, options());
  expect((await third.peek()).segments).toEqual([segment]);
  third.close();
});

it('sends of others only what it accepts', async () => {
  const queue = await openIndexedDb(newName(), options());
  const own = arbitrarySegment({ from: 1 });
  await queue.put([arbitrarySegment({ session: 'B'.repeat(16), from: 1 }), own]);
  expect((await queue.peek(({ session }) => session === CONTRACT_SESSION)).segments).toEqual([own]);
  queue.close();
});

it('gives up what other tabs put, too, and says so', async () => {
  const name = newName();
  const evicted: Settlement[] = [];
  const first = await openIndexedDb(name, options());
  const second = await openIndexedDb(name, options({ onEvicted: (settlement) => evicted.push(settlement) }));
  const session = 'B'.repeat(16);
  await first.put([arbitrarySegment({ session, from: 1, count: 600, severity: 5 })]);
  await second.put([arbitrarySegment({ from: 1, count: 600 })]);
  expect(evicted.flatMap(({ changes }) => changes)).toEqual([{ session, ranges: [[1, 600, 'queue_full']] }]);
  expect((await first.inspect(session)).record).toMatchObject({ dropped: [[1, 600, 'queue_full']] });
  first.close();
  second.close();
});

it('lets another version of itself in, and says that it is closed', async () => {
  const name = newName();
  const closed = new Promise<void>((resolve) => {
    void openIndexedDb(name, options({ onClosed: resolve }));
  });
  const newer = new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 99);
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error!);
  });
  await Promise.all([closed, newer]);
  await expect(openIndexedDb(name, options())).rejects.toThrow('version');
});

it('refuses a database that has lost its stores', async () => {
  const name = newName();
  await new Promise((resolve) => {
    const request = indexedDB.open(name, 1);
    request.onsuccess = () => resolve(request.result.close());
  });
  await expect(openIndexedDb(name, options())).rejects.toThrow('lost its object stores');
});
