import { describeGrid } from './describeGrid.ts';
import { measureColumns } from './measureColumns.ts';
import { measureRows } from './measureRows.ts';
import { NativeScroll } from './NativeScroll.ts';
import { pacedFrames } from './pacedFrames.ts';
import { indexInView, offsetToReveal } from './placeInView.ts';
import { placeRows, type Placement, type ReadingPlace } from './placeRows.ts';
import { chooseAnchor, findAnchor, type ReadingAnchor } from './ReadingAnchor.ts';
import { RowHeights } from './RowHeights.ts';
import type { RowSource } from './RowSource.ts';
import { rowSupply } from './rowSupply.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { RowLook } from './row/RowElement.ts';
import { RowWindow } from './row/RowWindow.ts';
import { RowSelection } from './selection/RowSelection.ts';

/** Rows in the document beyond what can be seen, at each end: a turn of the wheel. */
const OVERSCAN = 12;
/** The same at the tail, where every row may be another one in the next frame. */
const OVERSCAN_AT_TAIL = 2;
/** Rows between two pictures that make a flood: as many in a frame as fill some tens of screens. */
const FLOOD_ROWS = 1000;
/** How often measured heights may move the edges before what is there must do. */
const MAX_PASSES = 4;

/** How the list looks. */
export interface ListLook extends RowLook {
  /** Pixels of a row of one line. */
  readonly rowPx: number;
  /** The rows that are pinned, by their keys. */
  readonly pins: ReadonlyMap<string, LogRow>;
}

export interface ListViewOptions {
  readonly source: RowSource;
  readonly look: ListLook;
  /** Whether it begins at the tail and stays there. */
  readonly follow: boolean;
  /** Of the ids of its elements. */
  readonly idPrefix: string;
}

/**
 * The list without React: shows the rows of a source that can be seen, follows the tail, and keeps what is
 * read in place to the pixel. Positions are told by a row and not by pixels from the top; the scroll bar only
 * shows where that is.
 *
 * @example
 * const view = new ListView({ source: buffer, look, follow: true, idPrefix: 'log' });
 * const detach = view.attach(scroller, rowgroup);
 */
export class ListView {
  readonly selection = new RowSelection();
  #source: RowSource;
  #look: ListLook;
  readonly #idPrefix: string;
  readonly #heights: RowHeights;
  readonly #listeners = new Set<() => void>();
  readonly #frame = pacedFrames(() => this.#updateFlooded());
  #following: boolean;
  #anchor: ReadingAnchor | undefined;
  #native: NativeScroll | undefined;
  #window: RowWindow | undefined;
  #placement: Placement | undefined;
  #stopSource = () => {};

  constructor({ source, look, follow, idPrefix }: ListViewOptions) {
    this.#source = source;
    this.#look = look;
    this.#following = follow;
    this.#idPrefix = idPrefix;
    this.#heights = new RowHeights(source, { rowPx: look.rowPx, wrap: look.wrap, columns: 80 });
  }

  /** Whether the newest row is kept in view. */
  get following(): boolean {
    return this.#following;
  }

  get source(): RowSource {
    return this.#source;
  }

  /** Rows that the view has room for. */
  get pageRows(): number {
    return Math.max(1, Math.floor((this.#native?.viewPx ?? 0) / this.#look.rowPx) - 1);
  }

  /** The rows that can be seen. */
  get placement(): Placement | undefined {
    return this.#placement;
  }

  /** Calls the listener when `following` changes, and after each frame that shows other rows. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Shows itself in an element that scrolls, in which `content` is as tall as all rows.
   *
   * @returns takes it out again
   */
  attach(scroller: HTMLElement, content: HTMLElement): () => void {
    const element = content.appendChild(document.createElement('div'));
    element.className = 'tailrace-window';
    const rowWindow = new RowWindow(element);
    const native = new NativeScroll(scroller, content, element, {
      heights: this.#heights,
      length: () => this.#source.length,
      place: () => this.#placeForThumb(),
      move: (by) => this.#scrollBy(by),
      jump: (place) => this.#jump(place),
      release: () => this.release(),
      resize: () => this.#measure(),
    });
    this.#window = rowWindow;
    this.#native = native;
    this.#stopSource = this.#source.subscribe(this.#frame.request);
    const stopSelection = this.selection.subscribe(() => this.#render());
    this.#measure();
    return () => {
      this.#stopSource();
      this.#frame.cancel();
      stopSelection();
      native.close();
      element.remove();
      this.#window = this.#native = undefined;
    };
  }

  setSource(source: RowSource): void {
    if (source === this.#source) return;
    this.#stopSource();
    this.#source = source;
    this.#heights.source = source;
    if (!this.#window) return;
    this.#stopSource = source.subscribe(this.#frame.request);
    this.#update();
  }

  setLook(look: ListLook): void {
    if (look === this.#look) return;
    this.#look = look;
    this.#measure();
  }

  /** Begins anew, as with another topic. */
  restart(follow: boolean): void {
    this.#anchor = undefined;
    this.#follow(follow);
    this.#update();
    this.#native?.sync();
  }

  follow(): void {
    this.#follow(true);
    this.#update();
    this.#native?.sync();
  }

  /** Leaves the tail where there is anything to scroll to. */
  release(): void {
    if (!this.#following || !this.#native?.scrollable) return;
    this.#follow(false);
  }

  /** Scrolls as little as it takes to show a row. */
  reveal(index: number): void {
    const native = this.#native;
    const placement = this.#placement;
    const row = this.#source.get(index);
    if (!native || !placement || !row) return;
    const offset = offsetToReveal(this.#heights, placement, native.viewPx, index);
    if (offset === undefined) return;
    this.#anchor = { row, index, offset };
    this.#follow(false);
    this.#update();
    this.#native?.sync();
  }

  /** Selects the row that many rows further down, or the nearest there is. */
  moveBy(rows: number, extend = false): void {
    const { current } = this.selection;
    const at = current ? this.#source.indexOf(current) : -1;
    if (at >= 0) this.moveTo(at + rows, extend);
    else this.moveTo(rows > 0 && current ? 0 : this.#source.length - 1, extend);
  }

  /** Selects the row at a place, or the nearest there is, and shows it. */
  moveTo(place: number, extend = false): void {
    const index = Math.max(0, Math.min(place, this.#source.length - 1));
    const row = this.#source.get(index);
    if (!row) return;
    this.release();
    this.selection.select(row, extend);
    this.reveal(index);
  }

  /** The row that an element shows. */
  rowOf(element: Element): LogRow | undefined {
    return this.#window?.rows.find((shown) => shown.element === element)?.row;
  }

  /** The row that stands at a height of the page, or the nearest there is; pixels from the top of the window. */
  rowAt(clientY: number): LogRow | undefined {
    const native = this.#native;
    const placement = this.#placement;
    const shown = this.#window;
    if (!native || !shown || !placement || placement.end === 0) return undefined;
    const y = Math.max(0, Math.min(clientY - native.clientTop, native.viewPx - 1));
    // The row that is seen there, also when others have come to its place since.
    return shown.rows[indexInView(this.#heights, placement, y) - shown.first]?.row;
  }

  /** Scrolls by pixels, wherever the scroll bar stands. */
  scrollBy(px: number): void {
    this.release();
    this.#scrollBy(px);
    this.#native?.sync();
  }

  #placeForThumb(): ReadingPlace | 'end' {
    const { first, top, atEnd } = this.#placement ?? { first: 0, top: 0, atEnd: true };
    if (first === 0 && top === 0) return { index: 0, offset: 0 };
    return this.#following || atEnd || !this.#anchor ? 'end' : this.#anchor;
  }

  #follow(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#tell();
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }

  #scrollBy(px: number): void {
    // What moves up without a word from wheel or touch are keys, find in page, or a script.
    if (px < 0) this.release();
    if (this.#anchor) this.#anchor.offset += px;
    this.#render();
    if (px <= 0 || this.#following) return;
    if (this.#placement?.atEnd) this.follow();
    // There is more than the scroll bar knew.
    else if (this.#native?.atEnd) this.#native.sync();
  }

  #jump(place: ReadingPlace): void {
    const row = this.#source.get(place.index);
    if (!row) return;
    this.#follow(false);
    this.#anchor = { row, ...place };
    this.#render();
    if (this.#placement?.atEnd) this.follow();
  }

  /** Finds out how much room there is, and what fits into it. */
  #measure(): void {
    const native = this.#native;
    if (!native) return;
    native.measure();
    const { rowPx, wrap } = this.#look;
    const columns = wrap ? measureColumns(native.scroller) : this.#heights.metrics.columns;
    this.#heights.metrics = { rowPx, wrap, columns };
    this.#update();
  }

  /** The source or the room has changed: shows its place again, and sets the scroll bar. */
  #update(): void {
    if (!this.#window) return;
    this.#render();
    this.#native?.syncSoon();
  }

  /** @returns whether a flood came since the picture before, at whose end this is */
  #updateFlooded(): boolean {
    const newest = this.#window?.rows.at(-1)?.row;
    this.#update();
    if (!newest || !this.#following) return false;
    const { length } = this.#source;
    const at = this.#source.indexOf(newest);
    return (at < 0 ? length : length - 1 - at) >= FLOOD_ROWS;
  }

  #render(): void {
    const rowWindow = this.#window;
    const native = this.#native;
    if (!rowWindow || !native) return;
    // Rows may have come and gone since, also where it is scrolling that brings it here.
    if (this.#anchor && !this.#following)
      this.#anchor = findAnchor(this.#anchor, this.#source, rowWindow.rows);
    const heights = this.#heights;
    const { length } = this.#source;
    const overscan = this.#following ? OVERSCAN_AT_TAIL : OVERSCAN;
    const place = this.#following ? 'end' : (this.#anchor ?? { index: 0, offset: 0 });
    const supply = rowSupply({
      source: this.#source,
      selection: this.selection,
      pins: this.#look.pins,
      idPrefix: this.#idPrefix,
    });
    let placement: Placement;
    let first: number;
    for (let pass = 1; ; pass += 1) {
      placement = placeRows(heights, length, native.viewPx, place);
      first = Math.max(0, placement.first - overscan);
      rowWindow.show(first, Math.min(length, placement.end + overscan), supply, this.#look);
      if (heights.uniform || pass === MAX_PASSES || !measureRows(rowWindow, heights)) break;
    }
    let top = placement.top;
    for (let index = first; index < placement.first; index += 1) top -= heights.at(index);
    this.#placement = placement;
    this.#anchor = chooseAnchor(this.#source, heights, placement, native.viewPx);
    native.show(top, placement, length);
    describeGrid(native.scroller, { length, current: this.selection.current, shown: rowWindow.rows });
    this.#tell();
  }
}
