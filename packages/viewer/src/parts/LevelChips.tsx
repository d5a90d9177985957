import { LOG_LEVELS } from '@tailrace/protocol/core';
import type { LogFilterState } from '../hooks/useLogFilter.ts';
import { useLabels } from '../labels.ts';
import { LevelMark } from './LevelMark.tsx';

/** Chooses levels: each by a click, one and all that are worse by a click with Shift. None means all. */
export function LevelChips({ filter }: { filter: LogFilterState }) {
  const labels = useLabels();
  return (
    <div className="tailrace-chips" role="group" aria-label={labels.filterLevels}>
      {LOG_LEVELS.map((level) => (
        <button
          key={level}
          type="button"
          className="tailrace-chip"
          aria-pressed={filter.levels.includes(level)}
          title={labels.levelHint(labels.levels[level])}
          onClick={(event) => (event.shiftKey ? filter.chooseFrom(level) : filter.toggleLevel(level))}
        >
          <LevelMark level={level} />
        </button>
      ))}
    </div>
  );
}
