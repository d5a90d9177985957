import type { LogRow } from '../../stream/buffer/LogRow.ts';
import { RowElement, type RowLook, type RowState } from './RowElement.ts';

/** What is asked for each row that is shown. */
export interface RowSupply {
  get(index: number): LogRow | undefined;
  idOf(row: LogRow): string;
  stateOf(row: LogRow, index: number): Omit<RowState, 'ordinal'>;
}

/**
 * The rows that are in the document, one below the other in one block that is moved as a whole. Elements are
 * used again: those of rows that stay keep their row, the others are moved to where they are needed.
 */
export class RowWindow {
  readonly element: HTMLElement;
  #rows: RowElement[] = [];
  #first = 0;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  get rows(): readonly RowElement[] {
    return this.#rows;
  }

  /** Place of the first row that is in the document. */
  get first(): number {
    return this.#first;
  }

  /** Shows the rows from `first` up to and not including `end`. */
  show(first: number, end: number, supply: RowSupply, look: RowLook): void {
    this.#turn(supply, first, end - first);
    this.#resize(end - first);
    this.#first = first;
    this.#rows.forEach((element, at) => {
      const index = first + at;
      const row = supply.get(index);
      if (!row) return;
      element.show(row, supply.idOf(row), look);
      element.setState({ ordinal: index + 1, ...supply.stateOf(row, index) });
    });
  }

  clear(): void {
    this.element.replaceChildren();
    this.#rows = [];
  }

  /** Moves elements from one end to the other, so that rows which stay keep theirs. */
  #turn(supply: RowSupply, first: number, count: number): void {
    const rows = this.#rows;
    const firstRow = supply.get(first);
    if (rows.length === 0 || !firstRow || rows[0]!.row?.key === firstRow.key) return;
    const down = rows.findIndex(({ row }) => row?.key === firstRow.key);
    if (down > 0) {
      const gone = rows.splice(0, down);
      rows.push(...gone);
      this.element.append(...gone.map(({ element }) => element));
      return;
    }
    let up = 1;
    while (up < count && supply.get(first + up)?.key !== rows[0]!.row?.key) up += 1;
    if (up < count) {
      const spare = rows.splice(Math.max(0, count - up));
      while (spare.length < up) spare.push(new RowElement());
      const moved = spare.slice(0, up);
      for (const { element } of spare.slice(up)) element.remove();
      rows.unshift(...moved);
      this.element.prepend(...moved.map(({ element }) => element));
    }
  }

  #resize(count: number): void {
    const rows = this.#rows;
    for (const { element } of rows.splice(count)) element.remove();
    const fresh = Array.from({ length: count - rows.length }, () => new RowElement());
    rows.push(...fresh);
    this.element.append(...fresh.map(({ element }) => element));
  }
}
