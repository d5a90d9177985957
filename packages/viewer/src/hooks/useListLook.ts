import { useMemo } from 'react';
import { isOwnColumn } from '../columns/LogColumns.ts';
import { useFilterLanguage } from '../filter/useFilterLanguage.ts';
import type { FirstLabels } from '../labels.ts';
import { lateCode } from '../lateCode.ts';
import type { ListLook } from '../list/ListView.ts';
import type { GapFetch } from '../list/row/GapFetch.ts';
import { ansiColours, type FindMarks } from '../list/text/renderText.ts';
import { bothMarks } from '../search/bothMarks.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import { useLateCode } from './useLateCode.ts';

/** Pixels of a row of one line; viewer.css says the same. */
const ROW_PX = { compact: 20, normal: 24, relaxed: 28 } as const;
/** How close rows stand. */
export type Density = keyof typeof ROW_PX;
export const DENSITIES = Object.keys(ROW_PX) as readonly Density[];

export interface ListLookOptions {
  readonly density: Density;
  readonly wrap: boolean;
  readonly labels: FirstLabels;
  readonly pins: ReadonlyMap<string, LogRow>;
  readonly columns: readonly string[];
  readonly formatTime: (ms: number) => string;
  /** The filter, whose words are marked. */
  readonly filter: string;
  /** What a search marks. */
  readonly searchMarks: FindMarks | undefined;
  /** Fetches what gaps left out, where that can be done. */
  readonly gaps?: GapFetch | undefined;
}

/** Most lists have no column that shows a field. */
const fields = lateCode(() => import('../list/row/fieldText.ts'));

/** How the list looks: the same object while nothing of it changes. */
export function useListLook(options: ListLookOptions): ListLook {
  const { density, wrap, labels, pins, columns, formatTime, filter, searchMarks, gaps } = options;
  const language = useFilterLanguage(filter);
  const filterWords = useMemo(() => language?.filterMarks(filter), [language, filter]);
  const findMarks = useMemo(() => bothMarks(searchMarks, filterWords), [searchMarks, filterWords]);
  const fieldText = useLateCode(fields, !columns.every(isOwnColumn))?.fieldText;
  // Another look when colours can be read, so that rows are shown again.
  const colours = useLateCode(ansiColours, false);
  return useMemo(
    () => ({ rowPx: ROW_PX[density], wrap, labels, pins, columns, fieldText, formatTime, findMarks, gaps }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- renders anew what it does not hold
    [density, wrap, labels, pins, columns, fieldText, formatTime, findMarks, gaps, colours],
  );
}
