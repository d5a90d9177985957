import { describe } from 'vitest';
import { WebSocket } from 'ws';
import { itIsALogSocket } from './contract.ts';
import { eventSource } from './eventSource.ts';
import { reconnecting } from './reconnecting.ts';
import { withFallback } from './withFallback.ts';

const SOCKETS = {
  reconnecting: reconnecting({ WebSocket }),
  eventSource: eventSource(),
  withFallback: withFallback(reconnecting({ WebSocket }), eventSource()),
};

describe.each(Object.entries(SOCKETS))('%s', (_name, createSocket) => {
  itIsALogSocket(createSocket);
});
