import type { DeliveryStatus } from '../LoggerStatus.ts';

/** What the tabs of one destination tell each other. */
export type TabMessage =
  /** A follower: are you there? The leader answers with `delivery`. */
  | { readonly type: 'ping' }
  /** A follower: there is something in the queue. */
  | { readonly type: 'put' }
  /** A follower: send now; the leader answers with `drained`. */
  | { readonly type: 'flush' }
  | { readonly type: 'drained' }
  /** Somebody took segments out of the queue; which ones the queue itself tells. */
  | { readonly type: 'settled' }
  | { readonly type: 'delivery'; readonly delivery: DeliveryStatus };

/** Talks to the other tabs; to nobody where there is no `BroadcastChannel`. */
export interface TabChannel {
  post(message: TabMessage): void;
  close(): void;
}

/** Opens a channel. The sender does not hear itself. */
export function openTabChannel(name: string, onMessage: (message: TabMessage) => void): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { post() {}, close() {} };
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => onMessage(data));
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
