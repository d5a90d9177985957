import { within } from '../backgroundTimer.ts';
import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { Accepts, SegmentHead } from '../queue/LogQueue.ts';
import { holdLock } from './shipLock.ts';

/** Milliseconds after which a segment of another tab counts as left behind, where there are no locks. */
export const ADOPT_AFTER_MS = 60_000;
/** Milliseconds of a leader's silence after which it is taken for stopped; its lock would never pass on. */
export const LEASE_MS = 15_000;
/** Milliseconds between a follower's questions whether the leader lives. */
export const PING_MS = 5000;
/** Milliseconds that a follower waits for the leader's attempt to end. */
const DRAIN_TIMEOUT_MS = 10_000;

/**
 * What the tabs of one destination tell each other. `ping`: is there a leader? It answers with its delivery.
 * `put`: there is something in the queue. `drain`: send all now, and say `drained`. `settled`: something was
 * taken out of the queue; what, the queue itself tells.
 */
type TabMessage = 'ping' | 'put' | 'drain' | 'drained' | 'settled' | DeliveryStatus;

/** What a crew works with. */
export interface TabCrewOptions {
  /** The same in all tabs that ship to one destination. */
  readonly name: string;
  readonly session: string;
  readonly onRole: () => void;
  /** Leader: another tab has put something into the queue. */
  readonly onPut: () => void;
  /** Leader: another tab wants all to be sent now. */
  readonly drain: () => Promise<void>;
  /** Another tab has taken segments out of the queue. */
  readonly onSettled: () => void;
  /** Follower: how the leader's sending stands. */
  readonly onDelivery: (delivery: DeliveryStatus) => void;
}

/**
 * The tabs of one destination. One of them, the leader, ships for all; leadership passes on when it closes or
 * crashes, and is taken from it when it stands still. Where there are no locks each tab ships for itself.
 */
export interface TabCrew {
  readonly isFollower: boolean;
  /** Which of what is in storage this tab may send. */
  readonly scope: 'all' | 'none' | Accepts;
  announce(message: 'put' | 'settled'): void;
  announceDelivery(delivery: DeliveryStatus): void;
  /** Has the leader send now; resolves when its attempt has ended, or when it does not answer. */
  askToDrain(): Promise<void>;
  /** Stands in line for the lead. */
  join(): void;
  /** Steps down, and leaves the line: a page in the back/forward cache must hold no lock. */
  leave(): void;
  close(): void;
}

/** Joins the tabs of a destination. */
export function joinTabCrew(options: TabCrewOptions): TabCrew {
  const { name, session, onRole, onPut, drain, onSettled, onDelivery } = options;
  const { locks } = navigator;
  const channel = new BroadcastChannel(name);
  let isFollower = true;
  let delivery: DeliveryStatus = { state: 'idle' };
  let drained = () => {};
  let release: (() => void) | undefined;
  let lastSign = 0;
  let lastTick = 0;

  const post = (message: TabMessage) => channel.postMessage(message);
  const setFollower = (value: boolean) => {
    if (isFollower === value) return;
    isFollower = value;
    onRole();
  };
  const heard = () => {
    lastSign = performance.now();
  };
  const announceDelivery = (news: DeliveryStatus) => {
    delivery = news;
    if (!isFollower) post(news);
  };
  const leave = () => {
    release?.();
    release = undefined;
    setFollower(true);
  };
  const join = (steal = false) => {
    if (!locks) return setFollower(false);
    if (release) return;
    heard();
    release = holdLock(name, steal, {
      onHeld: () => setFollower(false),
      onStolen: () => {
        leave();
        join();
      },
    });
  };

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data === 'settled') onSettled();
    else if (isFollower) {
      if (data === 'drained') drained();
      if (typeof data !== 'object') return;
      heard();
      onDelivery(data);
    } else if (data === 'put') onPut();
    else if (data === 'ping') post(delivery);
    else if (data === 'drain') void drain().then(() => post('drained'));
  };

  const timer = setInterval(() => {
    const now = performance.now();
    // This tab may have been the one that stood still: then nobody's silence means anything.
    if (now - lastTick > 2 * PING_MS) heard();
    lastTick = now;
    if (!isFollower || !release) return;
    post('ping');
    if (now - lastSign < LEASE_MS) return;
    leave();
    join(true);
  }, PING_MS);
  join();

  return {
    get isFollower() {
      return isFollower;
    },
    get scope() {
      if (isFollower) return 'none';
      const left = Date.now() - ADOPT_AFTER_MS;
      return locks ? 'all' : (head: SegmentHead) => head.session === session || head.created < left;
    },
    announce: post,
    announceDelivery,
    async askToDrain() {
      const answer = new Promise<void>((resolve) => {
        drained = resolve;
      });
      post('drain');
      await within(DRAIN_TIMEOUT_MS, answer);
    },
    join,
    leave,
    close() {
      clearInterval(timer);
      leave();
      channel.close();
      drained();
    },
  };
}
