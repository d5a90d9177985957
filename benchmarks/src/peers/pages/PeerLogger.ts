/** What travels with every entry of the comparison. */
export interface EntryFields {
  readonly sku: string;
  readonly price: number;
  readonly n: number;
}

type LogCall = (message: string, fields: EntryFields) => void;

/** The calls that are compared, each made as the peer's own documentation shows. */
export interface PeerLogger {
  readonly info: LogCall;
  readonly error: LogCall;
  /** A call below the level in force; absent where the peer knows no such level. */
  readonly disabled?: LogCall;
}

declare global {
  interface Window {
    peer: PeerLogger;
  }
}
