import { useId, type RefObject } from 'react';
import type { LogFilterState } from '../hooks/useLogFilter.ts';
import { useLabels } from '../labels.ts';
import { Icon } from './Icon.tsx';

export interface FilterBoxProps {
  readonly filter: LogFilterState;
  /** What the server says of the filter, if anything. */
  readonly serverError: string | undefined;
  readonly input: RefObject<HTMLInputElement | null>;
}

/** Takes the filter language; what cannot be read is pointed at while the last good filter stays. */
export function FilterBox({ filter, serverError, input }: FilterBoxProps) {
  const labels = useLabels();
  const errorId = useId();
  const problem = filter.error?.message ?? serverError;
  return (
    <div className="tailrace-filter">
      <Icon name="filter" />
      <input
        ref={input}
        type="text"
        className="tailrace-filter-input"
        value={filter.text}
        placeholder={labels.filterExample}
        aria-label={labels.filter}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : errorId}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => filter.setText(event.target.value)}
      />
      {filter.text === '' ? (
        <kbd className="tailrace-key" aria-hidden="true">
          f
        </kbd>
      ) : (
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.clearFilter}
          onClick={() => filter.setText('')}
        >
          <Icon name="close" />
        </button>
      )}
      {problem !== undefined && (
        <p id={errorId} role="alert" className="tailrace-filter-error">
          {filter.error && (
            <code className="tailrace-filter-place">
              <span>{filter.text.slice(0, filter.error.column - 1)}</span>
              <mark>{filter.text.slice(filter.error.column - 1) || ' '}</mark>
            </code>
          )}
          {problem}
        </p>
      )}
    </div>
  );
}
