import { isEverything, type LogFilter } from '@tailrace/protocol/core';
import { printFilter } from '@tailrace/protocol/print';
import { Icon } from '../parts/Icon.tsx';
import { useExplorerLabels } from './explorerLabels.ts';
import { termsOf, withoutTerm } from './queryTerms.ts';

export interface FilterChipsProps {
  readonly filter: LogFilter;
  /** The piece of time that was chosen, in words. */
  readonly time: string | undefined;
  readonly onChange: (query: string) => void;
  readonly onClearTime: () => void;
  readonly onClearAll: () => void;
}

/** What narrows the list, each to be taken away by a click. */
export function FilterChips({ filter, time, onChange, onClearTime, onClearAll }: FilterChipsProps) {
  const labels = useExplorerLabels();
  if (isEverything(filter) && time === undefined) return null;
  const terms = isEverything(filter) ? [] : termsOf(filter);
  return (
    <div className="tailrace-filters" role="group" aria-label={labels.activeFilters}>
      {terms.map((term, index) => {
        const text = printFilter(term);
        return (
          <Chip key={`${index} ${text}`} text={text} onRemove={() => onChange(withoutTerm(filter, index))} />
        );
      })}
      {time !== undefined && <Chip text={time} onRemove={onClearTime} />}
      <button type="button" className="tailrace-link" onClick={onClearAll}>
        {labels.clearAll}
      </button>
    </div>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const labels = useExplorerLabels();
  return (
    <span className="tailrace-filter-chip">
      <bdi title={text}>{text}</bdi>
      <button type="button" aria-label={labels.removeFilter(text)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
