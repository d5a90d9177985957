import { describe } from 'vitest';
import { WebSocket } from 'ws';
import { itIsALogSocket } from './contract.ts';
import { eventSource } from './eventSource.ts';
import { fetchedSocket } from './fetchedSocket.ts';
import { reconnecting } from './reconnecting.ts';
import { withFallback } from './withFallback.ts';

const SOCKETS = {
  reconnecting: reconnecting({ WebSocket }),
  eventSource: eventSource(),
  fetchedSocket: fetchedSocket(() => Promise.resolve(eventSource())),
  withFallback: withFallback(reconnecting({ WebSocket }), eventSource()),
};

describe.each(Object.entries(SOCKETS))('%s', (_name, createSocket) => {
  itIsALogSocket(createSocket);
});
