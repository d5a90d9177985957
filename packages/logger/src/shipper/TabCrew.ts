import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { QueueChange } from '../queue/LogQueue.ts';
import type { Accepts } from '../queue/SessionQueue.ts';
import { holdLock } from './shipLock.ts';

/** Milliseconds after which a segment of another tab counts as left behind, where there are no locks. */
export const ADOPT_AFTER_MS = 60_000;
/** Milliseconds of a leader's silence after which it is taken for stopped; its lock would never pass on. */
export const LEASE_MS = 15_000;
/** Milliseconds between a follower's questions whether the leader lives. */
export const PING_MS = 5000;
/**
 * What the tabs of one destination tell each other. `ping`: is there a leader? It answers with its delivery.
 * `put`: there is something in the queue. `flush`: send all now. A change: what was taken out of the queue.
 */
export type TabMessage = 'ping' | 'put' | 'flush' | DeliveryStatus | QueueChange;

/** What a crew works with. */
export interface TabCrewOptions {
  /** The same in all tabs that ship to one destination. */
  readonly name: string;
  readonly session: string;
  readonly onRole: () => void;
  readonly onMessage: (message: TabMessage) => void;
}

/**
 * The tabs of one destination. One of them, the leader, ships for all; leadership passes on when it closes or
 * crashes, and is taken from it when it stands still. Where there are no locks each tab ships for itself.
 */
export interface TabCrew {
  readonly isFollower: boolean;
  /** Which of what is in storage this tab may send while it leads. */
  readonly accepts: Accepts;
  announce(message: TabMessage): void;
  /** Stands in line for the lead. */
  join(): void;
  /** Steps down, and leaves the line: a page in the back/forward cache must hold no lock. */
  leave(): void;
  close(): void;
}

/** Joins the tabs of a destination. */
export function joinTabCrew({ name, session, onRole, onMessage }: TabCrewOptions): TabCrew {
  const { locks } = navigator;
  const channel = new BroadcastChannel(name);
  let isFollower = true;
  let release: (() => void) | undefined;
  /** When any other tab was heard: a leader that is alone has nobody to tell. */
  let lastHeard = -Infinity;
  let lastSign = 0;
  let lastTick = 0;

  const setFollower = (value: boolean) => {
    if (isFollower === value) return;
    isFollower = value;
    onRole();
  };
  const leave = () => {
    release?.();
    release = undefined;
    setFollower(true);
  };
  const join = (steal = false) => {
    if (!locks) return setFollower(false);
    if (release) return;
    lastSign = performance.now();
    channel.postMessage('ping');
    release = holdLock(name, steal, {
      onHeld: () => setFollower(false),
      onStolen: () => {
        leave();
        join();
      },
    });
  };

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    lastHeard = performance.now();
    if (typeof data === 'object') lastSign = lastHeard;
    onMessage(data);
  };
  const timer = setInterval(() => {
    const now = performance.now();
    // This tab may have been the one that stood still: then nobody's silence means anything.
    if (now - lastTick > 2 * PING_MS) lastSign = now;
    lastTick = now;
    if (!isFollower || !release) return;
    // A question, because the timers of a hidden leader run late, and its answers do not.
    channel.postMessage('ping');
    if (now - lastSign < LEASE_MS) return;
    leave();
    join(true);
  }, PING_MS);
  join();

  return {
    get isFollower() {
      return isFollower;
    },
    accepts: (head) => !!locks || head.session === session || head.created < Date.now() - ADOPT_AFTER_MS,
    announce(message) {
      if (isFollower || performance.now() - lastHeard < LEASE_MS) channel.postMessage(message);
    },
    join,
    leave,
    close() {
      clearInterval(timer);
      leave();
      channel.close();
    },
  };
}
