import { describe } from 'vitest';
import { WebSocket } from 'ws';
import { itIsALogSocket } from './contract.ts';
import { eventSource } from './eventSource.ts';
import { reconnecting } from './reconnecting.ts';
import { withFallback } from './withFallback.ts';

describe('reconnecting', () => itIsALogSocket(reconnecting({ WebSocket })));
describe('eventSource', () => itIsALogSocket(eventSource()));
describe('withFallback', () => itIsALogSocket(withFallback(reconnecting({ WebSocket }), eventSource())));
