import type { ListView } from './ListView.ts';
import { RowElement, type RowLook } from './row/RowElement.ts';

/** Rows that are printed at most. */
const MAX_PRINTED = 5000;

/**
 * Puts the rows that are chosen into a page that is about to be printed, where several are; otherwise those that
 * can be seen are printed.
 *
 * @returns ends it
 */
export function printSelection(list: HTMLElement, view: ListView, look: () => RowLook): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let printed: HTMLElement | undefined;
  const clean = () => {
    printed?.remove();
    printed = undefined;
  };
  const prepare = () => {
    clean();
    const { source, selection } = view;
    const range = selection.range(source);
    if (!range || range.first === range.last) return;
    printed = document.createElement('div');
    printed.className = 'tailrace-printed';
    printed.setAttribute('role', 'rowgroup');
    const end = Math.min(range.last + 1, range.first + MAX_PRINTED);
    for (let index = range.first; index < end; index += 1) {
      const row = source.get(index);
      if (!row) continue;
      const element = new RowElement();
      element.show(row, '', look());
      element.element.removeAttribute('id');
      printed.append(element.element);
    }
    list.append(printed);
  };
  addEventListener('beforeprint', prepare, { signal });
  addEventListener('afterprint', clean, { signal });
  signal.addEventListener('abort', clean);
  return () => stop.abort();
}
