import type { Placement, ReadingPlace } from './placeRows.ts';
import type { RowHeights } from './RowHeights.ts';
import { watchScrollIntent } from './scrollIntent.ts';
import { ScrollSpace } from './ScrollSpace.ts';

/** Steps of more than this at once are of the thumb, or of a script: pixels. */
const JUMP_PX = 1500;
/** Milliseconds after a turn of the wheel in which every step is one of its own. */
const TURN_MS = 300;
/** Milliseconds between two corrections of the thumb. */
const SYNC_MS = 400;
/** Milliseconds without a step after which nothing moves, also where the browser does not say so. */
const LONGEST_PAUSE_MS = 1000;
/** Of no more rows than that the true heights are summed up, where they are known. */
const EXACT_ROWS = 500;
/** Pixels from the end that still count as the end: positions are fractions on zoomed screens. */
const AT_END_PX = 2;

export interface NativeScrollOptions {
  readonly heights: RowHeights;
  readonly length: () => number;
  /** What the list shows. */
  readonly place: () => ReadingPlace | 'end';
  readonly move: (px: number) => void;
  readonly jump: (place: ReadingPlace) => void;
  readonly release: () => void;
  readonly resize: () => void;
}

/**
 * The scroll bar, and the block of rows that stands where it points. Small steps move the list by their
 * pixels, the thumb chooses a place. Between them the thumb is put to where the list is.
 */
export class NativeScroll {
  readonly scroller: HTMLElement;
  readonly #content: HTMLElement;
  readonly #block: HTMLElement;
  readonly #options: NativeScrollOptions;
  readonly #stop = new AbortController();
  #viewPx = 0;
  #width = 0;
  #height = -1;
  /** The position that the list has been told of. */
  #scroll = 0;
  /** Of the block, from the top of the view. */
  #top = 0;
  #moving = false;
  #lastTurn = -Infinity;
  #lastStep = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scroller: HTMLElement, content: HTMLElement, block: HTMLElement, options: NativeScrollOptions) {
    this.scroller = scroller;
    this.#content = content;
    this.#block = block;
    this.#options = options;
    const { signal } = this.#stop;
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
    scroller.addEventListener('scrollend', () => this.#settled(), { passive: true, signal });
    const stopIntent = watchScrollIntent(scroller, {
      release: () => options.release(),
      turn: () => {
        this.#lastTurn = performance.now();
      },
    });
    signal.addEventListener('abort', stopIntent);
    const sizes = new ResizeObserver(() => {
      // On paper the list is as tall as its rows, which are those that stood on the screen.
      if (matchMedia('print').matches) return;
      if (scroller.clientHeight !== this.#viewPx || scroller.clientWidth !== this.#width) options.resize();
    });
    sizes.observe(scroller);
    signal.addEventListener('abort', () => sizes.disconnect());
  }

  get viewPx(): number {
    return this.#viewPx;
  }

  get clientTop(): number {
    return this.scroller.getBoundingClientRect().top + this.scroller.clientTop;
  }

  get scrollable(): boolean {
    return this.#height > this.#viewPx;
  }

  /** Whether the scroll bar can go no further down. */
  get atEnd(): boolean {
    return this.#height - this.#viewPx - this.#scroll <= AT_END_PX;
  }

  measure(): void {
    this.#viewPx = this.scroller.clientHeight;
    this.#width = this.scroller.clientWidth;
    this.#scroll = this.scroller.scrollTop;
  }

  /** Puts the block so many pixels below the top of the view. */
  show(top: number, placement: Placement, length: number): void {
    this.#top = top;
    const atStart = placement.first === 0 && placement.top === 0;
    const full = length > 0 && !(atStart && placement.atEnd);
    // Where the scroll bar has no room left, or too much, it cannot wait.
    const stuck = this.#scroll <= 0 !== atStart || (full && this.#height <= this.#viewPx);
    if (stuck || !full) this.sync();
    else this.#put();
  }

  /** Sets the thumb where the list is when nothing moves, and not too often. */
  syncSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const still = performance.now() - Math.max(this.#lastTurn, this.#moving ? this.#lastStep : -Infinity);
      if (still < (this.#moving ? LONGEST_PAUSE_MS : TURN_MS)) this.syncSoon();
      else this.sync();
    }, SYNC_MS);
  }

  /** Sets the thumb where the list is. What is seen does not move. */
  sync(): void {
    const { scroller } = this;
    const space = this.#space();
    if (space.height !== this.#height) {
      this.#height = space.height;
      this.#content.style.blockSize = `${space.height}px`;
    }
    const place = this.#options.place();
    const scroll = place === 'end' ? Math.max(0, space.height - this.#viewPx) : space.toScroll(place);
    if (Math.abs(scroll - this.#scroll) >= 1) {
      scroller.scrollTop = scroll;
      this.#scroll = scroller.scrollTop;
    }
    this.#put();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #space(): ScrollSpace {
    const { heights, length } = this.#options;
    return new ScrollSpace({
      length: length(),
      viewPx: this.#viewPx,
      uniform: heights.uniform,
      estimate: (index) => (length() > EXACT_ROWS ? heights.estimate(index) : heights.at(index)),
    });
  }

  #scrolled(): void {
    const scroll = this.scroller.scrollTop;
    const step = scroll - this.#scroll;
    if (step === 0) return;
    this.#scroll = scroll;
    this.#moving = true;
    this.#lastStep = performance.now();
    const turned = this.#lastStep - this.#lastTurn < TURN_MS;
    if (Math.abs(step) > JUMP_PX && !turned) this.#options.jump(this.#space().toPlace(scroll));
    else this.#options.move(step);
    this.syncSoon();
  }

  #settled(): void {
    this.#moving = false;
  }

  #put(): void {
    this.#block.style.transform = `translateY(${this.#scroll + this.#top}px)`;
  }
}
