import type { FirstLabels } from '../../labels.ts';
import type { ListView } from '../ListView.ts';
import { copyRows, rowWriter } from './copySelection.ts';

/**
 * Answers the browser's own copying with the rows that are chosen, also those that are not in the document.
 *
 * @returns ends it
 */
export function watchCopying(element: HTMLElement, view: ListView, labels: FirstLabels): () => void {
  const unsubscribe = view.selection.subscribe(rowWriter.preload);
  const onCopy = (event: ClipboardEvent) => {
    if (getSelection()?.isCollapsed === false || !view.selection.range(view.source)) return;
    event.preventDefault();
    const writer = rowWriter.get();
    if (writer) event.clipboardData?.setData('text/plain', writer.selectionText(view, 'text', labels) ?? '');
    else void copyRows(view, 'text', labels);
  };
  element.addEventListener('copy', onCopy);
  return () => {
    unsubscribe();
    element.removeEventListener('copy', onCopy);
  };
}
