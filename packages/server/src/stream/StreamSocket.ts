/** By what a client listens. */
export const STREAM_KINDS = ['websocket', 'sse'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** One message on its way to a client. */
export interface StreamMessage {
  /** JSON; only its beginning when there is a `tail`. */
  readonly text: string;
  /** The rest of the JSON, encoded: shared by all that get it, and so never copied or changed. */
  readonly tail?: Buffer;
  /** What has arrived with this message, for transports that keep the client's place by themselves. */
  readonly cursor?: string;
}

/** Plain messages that belong together, printed and encoded once for all that get them. */
export interface MessagePage {
  /** Each message by itself. */
  readonly frames: readonly Buffer[];
  /** All of them as Server-Sent Events. */
  readonly events: Buffer;
}

/** What a stream needs of a connection, whatever carries it. */
export interface StreamSocket {
  /** Bytes that the operating system has not taken yet. */
  readonly bufferedAmount: number;
  /**
   * @param onFlushed told when the operating system has taken the message
   * @returns bytes of the message
   */
  send(message: StreamMessage, onFlushed?: () => void): number;
  sendPage(page: MessagePage, onFlushed: () => void): void;
  /** Moves the client's place on without telling it anything; only transports that keep it. */
  mark(cursor: string): void;
  /** Asks for a sign of life. */
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends the connection without saying goodbye, which a dead client would not hear. */
  terminate(): void;
}
