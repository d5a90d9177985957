import { LogViewer } from '@tailrace/viewer';
import { LogStreamingService } from '@tailrace/viewer/stream';
import '@tailrace/viewer/viewer.css';
import { createRoot } from 'react-dom/client';
import { createFedSocket } from '../../../pages/fedSocket.ts';
import { CAPACITY, LIST_HEIGHT, type MountList } from './MountedList.ts';

/** The viewer with its stream: what comes in are the server's frames. */
export const mount: MountList = async (root) => {
  const socket = createFedSocket();
  const service = new LogStreamingService(location.origin, { createSocket: socket.createSocket });
  createRoot(root).render(<LogViewer service={service} height={LIST_HEIGHT} maxEntries={CAPACITY} />);
  return { scroller: '.tailrace-list', row: '[data-entry-id]', append: (frame) => socket.append(frame) };
};
