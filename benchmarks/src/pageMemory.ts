import type { CDPSession } from 'playwright';

/** Bytes of the page's heap and of what its arrays keep outside of it, without what nobody holds. */
export async function readPageMemory(session: CDPSession): Promise<number> {
  // The first collection finds what the second one frees.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
