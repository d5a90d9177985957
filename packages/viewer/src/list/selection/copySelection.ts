import type { FirstLabels } from '../../labels.ts';
import type { ListView } from '../ListView.ts';
import type { CopyFormat } from './copyFormats.ts';
import type { selectionText } from './selectionText.ts';

/** Most readers copy nothing, so what writes rows is fetched when some are chosen. */
let write: typeof selectionText | undefined;

async function fetchWriter(): Promise<typeof selectionText> {
  return (write ??= (await import('./selectionText.ts')).selectionText);
}

/**
 * Answers the browser's own copying with the rows that are chosen, also those that are not in the document.
 *
 * @returns ends it
 */
export function watchCopying(element: HTMLElement, view: ListView, labels: FirstLabels): () => void {
  const unsubscribe = view.selection.subscribe(() => {
    fetchWriter().catch(() => {
      // The network is gone: whoever copies asks again.
    });
  });
  const onCopy = (event: ClipboardEvent) => {
    if (getSelection()?.isCollapsed === false || !view.selection.range(view.source)) return;
    event.preventDefault();
    if (write) event.clipboardData?.setData('text/plain', write(view, 'text', labels) ?? '');
    else void copyRows(view, 'text', labels);
  };
  element.addEventListener('copy', onCopy);
  return () => {
    unsubscribe();
    element.removeEventListener('copy', onCopy);
  };
}

/** Puts the rows that are chosen into the clipboard. */
export async function copyRows(view: ListView, format: CopyFormat, labels: FirstLabels): Promise<void> {
  const text = (await fetchWriter())(view, format, labels);
  await navigator.clipboard.writeText(text ?? '');
}
