import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { RowElement } from './row/RowElement.ts';

export interface GridFacts {
  readonly length: number;
  readonly current: LogRow | undefined;
  readonly shown: readonly RowElement[];
}

/** Tells those who cannot see a list how much there is, and which row they are on. */
export function describeGrid(grid: HTMLElement, { length, current, shown }: GridFacts): void {
  setAttribute(grid, 'aria-rowcount', String(length));
  const active = current && shown.find(({ row }) => row?.key === current.key);
  if (active) setAttribute(grid, 'aria-activedescendant', active.element.id);
  else grid.removeAttribute('aria-activedescendant');
}

function setAttribute(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
