import type { RefObject } from 'react';
import type { LogFilterState } from '../hooks/useLogFilter.ts';
import { useLabels } from '../labels.ts';
import { FilterBox } from './FilterBox.tsx';
import { Icon } from './Icon.tsx';
import { LevelChips } from './LevelChips.tsx';

export interface LogToolbarProps {
  readonly filter: LogFilterState;
  readonly serverError: string | undefined;
  readonly filterInput: RefObject<HTMLInputElement | null>;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly onClear: () => void;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
}

/** What is shown, and whether it moves. */
export function LogToolbar(props: LogToolbarProps) {
  const { filter, serverError, filterInput, paused, onPause, onClear, wrap, onWrap } = props;
  const labels = useLabels();
  const pauseLabel = paused ? labels.resume : labels.pause;
  return (
    <div className="tailrace-toolbar">
      <FilterBox filter={filter} serverError={serverError} input={filterInput} />
      <LevelChips filter={filter} />
      <div className="tailrace-actions">
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.wrap}
          aria-pressed={wrap}
          title={labels.wrap}
          data-on={wrap || undefined}
          onClick={() => onWrap(!wrap)}
        >
          <Icon name="wrap" />
        </button>
        <button
          type="button"
          className="tailrace-button"
          aria-label={pauseLabel}
          title={pauseLabel}
          data-on={paused || undefined}
          onClick={() => onPause(!paused)}
        >
          <Icon name={paused ? 'play' : 'pause'} />
        </button>
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.clear}
          title={labels.clear}
          onClick={onClear}
        >
          <Icon name="clear" />
        </button>
      </div>
    </div>
  );
}
