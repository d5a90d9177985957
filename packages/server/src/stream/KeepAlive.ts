import { HEARTBEAT_MS, SILENCE_MS } from '@tailrace/protocol';
import type { StreamSocket } from './StreamSocket.ts';

/** Pings a client, which browsers answer by themselves, and ends the connection when it has fallen silent. */
export class KeepAlive {
  readonly #timer: NodeJS.Timeout;
  #silence: NodeJS.Timeout;

  /** @param onBeat also told at each ping */
  constructor(socket: StreamSocket, onBeat?: () => void) {
    this.#timer = setInterval(() => {
      socket.ping();
      onBeat?.();
    }, HEARTBEAT_MS);
    this.#silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  }

  /** The client gave a sign of life. */
  heard(): void {
    this.#silence.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#silence);
  }
}
