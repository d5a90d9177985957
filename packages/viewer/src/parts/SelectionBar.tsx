import { useSyncExternalStore } from 'react';
import { useLabels } from '../labels.ts';
import type { ListView } from '../list/ListView.ts';
import { copyRows } from '../list/selection/copySelection.ts';
import { COPY_FORMATS } from '../list/selection/copyFormats.ts';

/** What can be done with several rows that are chosen. */
export function SelectionBar({ view }: { view: ListView }) {
  const labels = useLabels();
  const count = useSyncExternalStore(
    view.selection.subscribe,
    () => selectedCount(view),
    () => 0,
  );
  if (count < 2) return null;
  return (
    <div className="tailrace-selection" role="group" aria-label={labels.selected(count)}>
      <span>{labels.selected(count)}</span>
      {COPY_FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          className="tailrace-link"
          onClick={() => void copyRows(view, format, labels)}
        >
          {labels.copyAs[format]}
        </button>
      ))}
    </div>
  );
}

function selectedCount(view: ListView): number {
  const range = view.selection.range(view.source);
  return range ? range.last - range.first + 1 : 0;
}
