import { DAY_MS } from './RetentionPeriods.ts';

/** What is believed of the clock, and what is not yet. Milliseconds since 1970. */
export interface ClockState {
  /** When it was looked at last and believed. */
  readonly trusted: number;
  /** A jump of more than a day: where it went to, and when it was last seen there. */
  readonly jump?: { readonly since: number; readonly seen: number };
}

/** Keeps what is believed of the clock over restarts: a machine that boots with a wrong clock is the usual jump. */
export interface ClockStore {
  clock(): Promise<ClockState | undefined>;
  setClock(state: ClockState): Promise<void>;
}

/** How far the clock may go from one look to the next, and for how long it must stay where it jumped to. */
export const CLOCK_DOUBT_MS = DAY_MS;

/**
 * What to believe after another look: a step of a day at most at once, a jump when the clock has stayed there for a
 * day, by looks less than a day apart.
 *
 * @example
 * lookAtClock({ trusted: now }, now + 400 * DAY_MS).trusted === now;
 */
export function lookAtClock({ trusted, jump }: ClockState, now: number): ClockState {
  if (Math.abs(now - trusted) <= CLOCK_DOUBT_MS) return { trusted: now };
  const isSameJump = jump && now >= jump.seen && now - jump.seen <= CLOCK_DOUBT_MS;
  if (!isSameJump) return { trusted, jump: { since: now, seen: now } };
  if (now - jump.since >= CLOCK_DOUBT_MS) return { trusted: now };
  return { trusted, jump: { since: jump.since, seen: now } };
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
    const state = (await store.clock()) ?? { trusted: isEmpty ? now() : 0 };
    return new RetentionClock(store, now, state);
  }

  /** The time to stamp arrivals with: a clock that was set back makes none of them old. */
  get arrival(): number {
    return Math.max(this.#now(), this.#state.trusted);
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
