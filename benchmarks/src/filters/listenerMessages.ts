/** By what the listeners listen. */
export type ListenerTransport = 'websocket' | 'sse';

/** What the benchmark asks of the process in which the listeners are. */
export type ListenerOrder =
  | {
      readonly type: 'open';
      readonly transport: ListenerTransport;
      readonly port: number;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      /** One for each listener. */
      readonly filters: readonly string[];
    }
  | { readonly type: 'count' }
  | { readonly type: 'report' };

/** What one listener got, in the order of its arrival. */
export interface Received {
  readonly seqs: readonly number[];
  /** When each came, in milliseconds of `monotonicMs`. */
  readonly at: readonly number[];
}

export type ListenerAnswer =
  | { readonly type: 'opened' }
  | { readonly type: 'count'; readonly entries: number; readonly frames: number; readonly bytes: number }
  | { readonly type: 'report'; readonly received: readonly Received[] };

/** A clock that all processes of a machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
