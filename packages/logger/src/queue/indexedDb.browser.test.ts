import { expect, it } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, describeLogQueue } from './contract.ts';
import { openIndexedDb, type IndexedDbOptions } from './indexedDb.ts';
import type { QueueChange } from './LogQueue.ts';

let databases = 0;

function newName(): string {
  databases += 1;
  return `tailrace:test-${Date.now()}-${databases}`;
}

function options(more: Partial<IndexedDbOptions> = {}): IndexedDbOptions {
  return { limits: () => CONTRACT_LIMITS, onEvicted: () => {}, onClosed: () => {}, ...more };
}

describeLogQueue('a queue in IndexedDB', () => openIndexedDb(newName(), options()));

it('is there again when it is opened again, and another tab sees the same', async () => {
  const name = newName();
  const first = await openIndexedDb(name, options());
  const second = await openIndexedDb(name, options());
  const segment = arbitrarySegment({ from: 1, count: 3 });
  await first.write({ put: [segment] });
  expect(await second.read((await second.list()).segments)).toEqual([segment]);
  first.close();
  second.close();
  const third = await openIndexedDb(name, options());
  expect(await third.read((await third.list()).segments)).toEqual([segment]);
  third.close();
});

it('gives up what other tabs put, too, and says so', async () => {
  const name = newName();
  const evicted: QueueChange[] = [];
  const first = await openIndexedDb(name, options());
  const second = await openIndexedDb(name, options({ onEvicted: (change) => evicted.push(change) }));
  const session = 'B'.repeat(16);
  await first.write({ put: [arbitrarySegment({ session, from: 1, count: 6000, severity: 5 })] });
  await second.write({ put: [arbitrarySegment({ from: 1, count: 6000 })] });
  const drop = [session, 1, 6000, 'queue_full'];
  expect(evicted.flatMap(({ dropped }) => dropped)).toEqual([drop]);
  expect((await first.list()).drops).toEqual([drop]);
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
