import { CLOSE_CODES, HEARTBEAT_MS, SILENCE_MS } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventStream, type EventBody } from './eventStream.ts';
import { KeepAlive } from './KeepAlive.ts';

/** The body of an answer whose client takes what is sent, until the test stops it. */
class ScriptedBody implements EventBody {
  text = '';
  isTaking = true;
  writableLength = 0;
  writableEnded = false;
  destroyed = false;

  write(data: string | Buffer, onTaken: (error?: Error | null) => void): boolean {
    this.text += data.toString();
    if (this.isTaking) onTaken();
    return this.isTaking;
  }
  cork(): void {
    // Nothing is held together.
  }
  uncork(): void {
    // Nothing was held together.
  }
  end(): void {
    this.writableEnded = true;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

let body: ScriptedBody;

beforeEach(() => {
  vi.useFakeTimers();
  body = new ScriptedBody();
});
afterEach(() => vi.useRealTimers());

describe('a stream of events', () => {
  it('lives as long as its client takes the heartbeats, and is cut when it does not', () => {
    const socket = eventStream(body);
    const keepAlive = new KeepAlive(socket);
    socket.onAlive(() => keepAlive.heard());
    vi.advanceTimersByTime(4 * HEARTBEAT_MS);
    expect(body.destroyed).toBe(false);
    body.isTaking = false;
    vi.advanceTimersByTime(SILENCE_MS);
    expect(body.destroyed).toBe(true);
    keepAlive.stop();
  });

  it('is one event a message, whatever the message is made of', () => {
    const socket = eventStream(body);
    body.text = '';
    const bytes = socket.send({ text: '{"a":1,', tail: Buffer.from('"b":\r2}'), cursor: 'e.5' });
    expect(body.text).toBe('id: e.5\ndata: {"a":1,"b": 2}\n\n');
    expect(bytes).toBe(Buffer.byteLength(body.text));
  });

  it('says why it ends, and says nothing after that', () => {
    const socket = eventStream(body);
    body.text = '';
    socket.close(CLOSE_CODES.restarting, 'reconnect_in_ms=1234');
    socket.ping();
    expect(body.text).toBe(
      'retry: 1234\nevent: close\ndata: {"code":1012,"reason":"reconnect_in_ms=1234"}\n\n',
    );
    expect(body.writableEnded).toBe(true);
  });
});
