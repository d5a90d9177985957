import { Recording } from './Recording.ts';
import type { ListenerAnswer, ListenerOrder } from './listenerMessages.ts';
import { listenToEvents } from './listenToEvents.ts';
import { listenToSocket } from './listenToSocket.ts';

/** A process of listeners: what they cost is no cost of the server. */

/** Connections that are made at a time. */
const AT_ONCE = 50;

let recordings: Recording[] = [];

process.on('message', async (order: ListenerOrder) => {
  if (order.type === 'open') {
    const listen = order.transport === 'sse' ? listenToEvents : listenToSocket;
    recordings = order.filters.map(() => new Recording());
    const left = recordings.entries();
    const openLeft = async () => {
      for (const [i, recording] of left) await listen(order, order.filters[i]!, recording);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, openLeft));
    answer({ type: 'opened' });
  } else if (order.type === 'count') {
    const sum = (figure: 'entries' | 'frames' | 'bytes') =>
      recordings.reduce((total, recording) => total + recording[figure], 0);
    answer({ type: 'count', entries: sum('entries'), frames: sum('frames'), bytes: sum('bytes') });
  } else {
    answer({ type: 'report', received: recordings.map((recording) => recording.received()) });
  }
});

function answer(message: ListenerAnswer): void {
  process.send!(message);
}
