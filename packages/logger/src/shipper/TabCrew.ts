import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { Accepts } from '../queue/LogQueue.ts';
import { ShipLock, type ShipRole } from './shipLock.ts';
import { openTabChannel, type TabChannel, type TabMessage } from './TabChannel.ts';

/** Milliseconds after which a segment of another tab counts as left behind, where there are no locks. */
export const ADOPT_AFTER_MS = 60_000;
/** Milliseconds that a follower waits for the leader's attempt to end. */
const FLUSH_TIMEOUT_MS = 10_000;

/** What a crew works with. */
export interface TabCrewOptions {
  /** The same in all tabs that ship to one destination. */
  readonly name: string;
  readonly session: string;
  readonly onRole: (role: ShipRole) => void;
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
  readonly #channel: TabChannel;
  readonly #lock: ShipLock;
  #delivery: DeliveryStatus = { state: 'idle' };
  #drained: (() => void)[] = [];

  constructor(options: TabCrewOptions) {
    this.#options = options;
    this.#channel = openTabChannel(options.name, (message) => this.#receive(message));
    this.#lock = new ShipLock({
      name: options.name,
      onRole: options.onRole,
      ping: () => this.#channel.post({ type: 'ping' }),
    });
  }

  get isFollower(): boolean {
    return this.#lock.role === 'follower';
  }

  /** Which of what is in storage this tab may send. */
  get scope(): 'all' | 'none' | Accepts {
    if (this.#lock.role === 'leader') return 'all';
    if (this.#lock.role === 'follower') return 'none';
    const left = Date.now() - ADOPT_AFTER_MS;
    return ({ session, created }) => session === this.#options.session || created < left;
  }

  announcePut(): void {
    if (this.isFollower) this.#channel.post({ type: 'put' });
  }

  announceSettled(): void {
    this.#channel.post({ type: 'settled' });
  }

  announceDelivery(delivery: DeliveryStatus): void {
    const news = delivery.state !== this.#delivery.state || delivery.retry_at !== this.#delivery.retry_at;
    this.#delivery = delivery;
    if (news && this.#lock.role === 'leader') this.#channel.post({ type: 'delivery', delivery });
  }

  /** Has the leader send now; resolves when its attempt has ended, or when it does not answer. */
  async askToDrain(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#drained.push(resolve);
      timer = setTimeout(resolve, FLUSH_TIMEOUT_MS);
      this.#channel.post({ type: 'flush' });
    });
    clearTimeout(timer);
  }

  leave(): void {
    this.#lock.leave();
  }

  join(): void {
    this.#lock.join();
  }

  close(): void {
    this.#lock.close();
    this.#channel.close();
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  #receive(message: TabMessage): void {
    switch (message.type) {
      case 'ping':
        if (this.#lock.role === 'leader') this.#channel.post({ type: 'delivery', delivery: this.#delivery });
        break;
      case 'put':
        this.#options.onPut();
        break;
      case 'flush':
        if (this.#lock.role === 'leader') {
          void this.#options.drain().then(() => this.#channel.post({ type: 'drained' }));
        }
        break;
      case 'settled':
        this.#options.onSettled();
        break;
      case 'drained':
        this.#lock.heard();
        for (const resolve of this.#drained.splice(0)) resolve();
        break;
      case 'delivery':
        this.#lock.heard();
        if (this.isFollower) this.#options.onDelivery(message.delivery);
    }
  }
}
