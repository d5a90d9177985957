import { DAY_MS } from './RetentionPeriods.ts';

/** What is believed of the clock, and what is not yet. Milliseconds since 1970. */
export interface ClockState {
  /** When it was looked at last and believed. */
  readonly trusted: number;
  /** A jump of more than a day: when it was last seen there, and for how many milliseconds it was watched to stay. */
  readonly jump?: { readonly seen: number; readonly stayed: number };
}

/** Keeps what is believed of the clock over restarts: a machine that boots with a wrong clock is the usual jump. */
export interface ClockStore {
  clock(): Promise<ClockState | undefined>;
  setClock(state: ClockState): Promise<void>;
}

/** How far the clock may go from one look to the next, and for how long it must stay where it jumped to. */
export const CLOCK_DOUBT_MS = DAY_MS;

/**
 * What to believe after another look: a step of a day at most at once, a jump when the clock was watched to stay there
 * for a day in all. What passed between looks that are more than a day apart was not watched: a server that runs for an
 * hour a week believes its clock too, if late.
 *
 * @example
 * lookAtClock({ trusted: now }, now + 400 * DAY_MS).trusted === now;
 */
export function lookAtClock({ trusted, jump }: ClockState, now: number): ClockState {
  if (Math.abs(now - trusted) <= CLOCK_DOUBT_MS) return { trusted: now };
  if (!jump || now < jump.seen) return { trusted, jump: { seen: now, stayed: 0 } };
  const watched = now - jump.seen <= CLOCK_DOUBT_MS ? now - jump.seen : 0;
  const stayed = jump.stayed + watched;
  return stayed >= CLOCK_DOUBT_MS ? { trusted: now } : { trusted, jump: { seen: now, stayed } };
}

export interface RetentionClockOptions {
  readonly store: ClockStore;
  /** Whether there is nothing yet that a wrong clock could remove. */
  readonly isEmpty: boolean;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** The time that retention goes by: a clock that jumps removes nothing before it has stayed there for a day. */
export class RetentionClock {
  readonly #store: ClockStore;
  readonly #now: () => number;
  #state: ClockState;

  private constructor(store: ClockStore, now: () => number, state: ClockState) {
    this.#store = store;
    this.#now = now;
    this.#state = state;
  }

  static async load({ store, isEmpty, now = Date.now }: RetentionClockOptions): Promise<RetentionClock> {
    // A store of an older version waits for a day, too.
    const { trusted, jump } = (await store.clock()) ?? { trusted: isEmpty ? now() : 0 };
    // An older version noted something else of a jump.
    const state = jump && 'stayed' in jump ? { trusted, jump } : { trusted };
    return new RetentionClock(store, now, state);
  }

  /** The time to stamp arrivals with: a clock that was set back makes none of them old. */
  get arrival(): number {
    return Math.max(this.#now(), this.#state.trusted);
  }

  /** The time that a removal by hand counts its days from: the clock's, or the last believed one when it jumped ahead. */
  get removal(): number {
    const now = this.#now();
    return Math.min(now, lookAtClock(this.#state, now).trusted);
  }

  /** Whether the clock is somewhere where it is not believed to be. */
  get isInDoubt(): boolean {
    return this.#state.jump !== undefined;
  }

  /** Looks at the clock. @returns the time before which periods may have ended */
  async look(): Promise<number> {
    const now = this.#now();
    this.#state = lookAtClock(this.#state, now);
    try {
      await this.#store.setClock(this.#state);
    } catch {
      // On a full disk removing is what helps; this process remembers the state all the same.
    }
    return Math.min(now, this.#state.trusted);
  }
}
