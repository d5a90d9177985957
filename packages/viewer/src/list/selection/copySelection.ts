import { lateCode } from '../../lateCode.ts';
import type { FirstLabels } from '../../labels.ts';
import type { ListView } from '../ListView.ts';
import type { CopyFormat } from './copyFormats.ts';

/** Most readers copy nothing, so what writes rows is fetched when some are chosen. */
export const rowWriter = lateCode(() => import('./selectionText.ts'));

/** Puts the rows that are chosen into the clipboard. */
export async function copyRows(view: ListView, format: CopyFormat, labels: FirstLabels): Promise<void> {
  const { selectionText } = await rowWriter.fetch();
  await navigator.clipboard.writeText(selectionText(view, format, labels) ?? '');
}
