import { StoreError, type LogRemoval, type LogStore, type Removed } from '../store/LogStore.ts';
import type { DiskSpace } from './DiskSpace.ts';

/** Removes entries. On a full disk, which has no room even for that, the reserve is given up for it. */
export async function removeWithReserve(
  store: LogStore,
  disk: DiskSpace,
  removal: LogRemoval,
  signal?: AbortSignal,
): Promise<Removed> {
  try {
    return await store.remove(removal, signal);
  } catch (error) {
    const isFull = error instanceof StoreError && error.code === 'store_full';
    if (!isFull || !disk.dropBallast()) throw error;
    return await store.remove(removal, signal);
  } finally {
    await disk.takeBallast();
  }
}
