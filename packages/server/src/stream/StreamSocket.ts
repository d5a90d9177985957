/** What a stream needs of a WebSocket. */
export interface StreamSocket {
  /** Bytes that the operating system has not taken yet. */
  readonly bufferedAmount: number;
  /** @param onFlushed told when the operating system has taken the message */
  send(message: string | Buffer, onFlushed?: () => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends the connection without the closing handshake, which a dead one would not answer. */
  terminate(): void;
}
