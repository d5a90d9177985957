/** What a socket tells. `close` ends a connection, not the socket: it asks for the next URL by itself. */
export interface LogSocketListener {
  readonly open: () => void;
  readonly message: (text: string) => void;
  readonly close: (code: number, reason: string) => void;
}

/** A socket that stays one while its connections come and go. */
export interface LogSocket {
  /** Sends on the present connection; what is sent while there is none is lost. */
  send(text: string): void;
  /** Ends the present connection, and makes another. */
  reconnect(): void;
  /** Ends the socket for good; the listener hears nothing from then on. */
  close(): void;
}

/**
 * Makes a socket that connects to what `nextUrl` gives, at once and again after each end of a connection.
 * *When* to connect again is not the socket's business: `nextUrl` takes its time.
 */
export type LogSocketFactory = (
  nextUrl: () => Promise<string>,
  listener: LogSocketListener,
  /** Gives an address at once, for one more connection beside the present one. */
  freshUrl: () => Promise<string>,
) => LogSocket;
