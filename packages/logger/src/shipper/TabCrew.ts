import { within } from '../backgroundTimer.ts';
import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { Accepts } from '../queue/LogQueue.ts';
import { ShipLock } from './shipLock.ts';

/** Milliseconds after which a segment of another tab counts as left behind, where there are no locks. */
export const ADOPT_AFTER_MS = 60_000;
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

/** The tabs of one destination: one of them ships for all, and they tell each other what the others must know. */
export class TabCrew {
  readonly #options: TabCrewOptions;
  /** The sender does not hear itself. Where there are no channels, nobody hears anybody. */
  readonly #channel: BroadcastChannel | undefined;
  readonly #lock: ShipLock;
  #delivery: DeliveryStatus = { state: 'idle' };
  #drained = () => {};

  constructor(options: TabCrewOptions) {
    this.#options = options;
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(options.name);
      this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#receive(data);
    }
    this.#lock = new ShipLock({ ...options, ping: () => this.announce('ping') });
  }

  get isFollower(): boolean {
    return this.#lock.role === 'follower';
  }

  /** Which of what is in storage this tab may send. */
  get scope(): 'all' | 'none' | Accepts {
    if (this.#lock.role !== 'alone') return this.isFollower ? 'none' : 'all';
    const left = Date.now() - ADOPT_AFTER_MS;
    return ({ session, created }) => session === this.#options.session || created < left;
  }

  announce(message: 'ping' | 'put' | 'drain' | 'drained' | 'settled'): void {
    this.#channel?.postMessage(message);
  }

  announceDelivery(delivery: DeliveryStatus): void {
    this.#delivery = delivery;
    if (!this.isFollower) this.#channel?.postMessage(delivery);
  }

  /** Has the leader send now; resolves when its attempt has ended, or when it does not answer. */
  async askToDrain(): Promise<void> {
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    this.announce('drain');
    await within(DRAIN_TIMEOUT_MS, drained);
  }

  leave(): void {
    this.#lock.leave();
  }

  join(): void {
    this.#lock.join();
  }

  close(): void {
    this.#lock.close();
    this.#channel?.close();
    this.#drained();
  }

  #receive(message: TabMessage): void {
    const { onPut, onSettled, onDelivery, drain } = this.#options;
    if (message === 'settled') onSettled();
    else if (this.isFollower) {
      if (message === 'drained') this.#drained();
      if (typeof message === 'object') {
        this.#lock.heard();
        onDelivery(message);
      }
    } else if (message === 'put') onPut();
    else if (message === 'ping') this.announceDelivery(this.#delivery);
    else if (message === 'drain') void drain().then(() => this.announce('drained'));
  }
}
