import { Worker } from 'node:worker_threads';
import { createCancelFlags, ThreadClient, type Procedures } from './rpc.ts';

/** What a thread of the store is started with. */
export interface ThreadData {
  readonly folder: string;
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** The build rewrites the extension of imports, and not of URLs. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Starts one of the store's threads. */
export function startThread<P extends Procedures>(
  name: 'writerThread' | 'readerThread' | 'keeperThread',
  folder: string,
  onEnd: (error: Error) => void,
): ThreadClient<P> {
  const cancelled = createCancelFlags();
  const workerData: ThreadData = { folder, cancelled };
  const worker = new Worker(new URL(`./${name}${EXTENSION}`, import.meta.url), { workerData, name });
  return new ThreadClient<P>(worker, cancelled, onEnd);
}
