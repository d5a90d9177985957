import type { LogEntry } from '@tailrace/protocol';
import { LogViewer } from '@tailrace/viewer';
import { LogStreamingService } from '@tailrace/viewer/stream';
import '@tailrace/viewer/viewer.css';
import { createRoot } from 'react-dom/client';
import { BareList } from './BareList.tsx';
import { createFedSocket, formatFrame } from './fedSocket.ts';
import { feed, LIST_HEIGHT, makeBatches, nextFrame } from './frames.ts';

/** Entries that either list keeps. */
const CAPACITY = 10_000;

declare global {
  interface Window {
    /** Makes the list and all that it will be fed. */
    prepareViewer(count: number): Promise<void>;
    prepareBareList(count: number): Promise<void>;
    /** Feeds it. Milliseconds until the last entry stands in the document. */
    run(): Promise<number>;
  }
}

const root = createRoot(document.querySelector('#root')!);

window.prepareViewer = async (count) => {
  const socket = createFedSocket();
  const service = new LogStreamingService(location.origin, { createSocket: socket.createSocket });
  const frames = makeBatches(count).map(formatFrame);
  root.render(<LogViewer service={service} height={LIST_HEIGHT} maxEntries={CAPACITY} />);
  for (let frame = 0; frame < 30; frame += 1) await nextFrame();
  window.run = () => feed(frames, (frame) => socket.append(frame));
};

window.prepareBareList = async (count) => {
  const batches = makeBatches(count);
  const append = await new Promise<(entries: readonly LogEntry[]) => void>((resolve) => {
    root.render(<BareList capacity={CAPACITY} onReady={resolve} />);
  });
  window.run = () => feed(batches, append);
};
