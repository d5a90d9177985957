import { describe, expect, it } from 'vitest';
import { isReadableEntry, parseServerMessage } from './parseServerMessage.ts';

const LOGS = { type: 'logs', id: 's1', generation: 1, phase: 'live', from: 'e.1', to: 'e.2', entries: [] };
const ENTRY = {
  id: 'a-1',
  cursor: 'e.2',
  timestamp: '2026-11-20T10:30:00.123Z',
  level: 'info',
  source: 'test',
  message: 'hello',
};

describe('parseServerMessage', () => {
  it('reads the frames of the protocol', () => {
    const frames = [
      { type: 'hello', version: 1, epoch: 'e', heartbeat_ms: 15_000, limits: {}, levels: {} },
      { type: 'subscribed', id: 's1', generation: 1, resumed: true },
      LOGS,
      { type: 'live', id: 's1' },
      { type: 'gap', id: 's1', from: 'e.1', to: 'e.9', count: 8, reason: 'slow' },
      { type: 'levels', levels: {} },
      { type: 'heartbeat', head: 'e.9' },
      { type: 'error', code: 'invalid_filter', message: 'No' },
    ];
    for (const frame of frames) expect(parseServerMessage(JSON.stringify(frame))).toEqual(frame);
  });

  it('passes over types that a later server may have', () => {
    expect(parseServerMessage('{"type":"weather"}')).toBeUndefined();
    expect(parseServerMessage('{"type":"toString"}')).toBeUndefined();
  });

  it.each([
    ['not JSON'],
    ['null'],
    ['[]'],
    ['{}'],
    ['{"type":7}'],
    [JSON.stringify({ ...LOGS, entries: null })],
    [JSON.stringify({ ...LOGS, to: 'nowhere' })],
    [JSON.stringify({ ...LOGS, phase: 'lost' })],
    [JSON.stringify({ type: 'hello', version: 2, epoch: 'e' })],
  ])('says what is wrong with %s', (text) => {
    expect(() => parseServerMessage(text)).toThrow(/message of the server/);
  });
});

describe('isReadableEntry', () => {
  it('asks for what a list needs', () => {
    expect(isReadableEntry(ENTRY)).toBe(true);
    for (const field of Object.keys(ENTRY))
      expect(isReadableEntry({ ...ENTRY, [field]: 'x'.repeat(3) })).toBe(
        ['id', 'source', 'message'].includes(field),
      );
    expect(isReadableEntry(null)).toBe(false);
  });
});
