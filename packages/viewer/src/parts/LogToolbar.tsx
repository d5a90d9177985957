import type { ReactNode, RefObject } from 'react';
import type { LogFilterState } from '../hooks/useLogFilter.ts';
import { useLabels } from '../labels.ts';
import { FilterBox } from './FilterBox.tsx';
import { LevelChips } from './LevelChips.tsx';
import { ToolButton } from './ToolButton.tsx';

export interface LogToolbarProps {
  readonly filter: LogFilterState;
  readonly serverError: string | undefined;
  readonly filterInput: RefObject<HTMLInputElement | null>;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly onClear: () => void;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  /** How times are written now. */
  readonly timeStyle: string;
  readonly onTime: () => void;
  readonly searching: boolean;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
  /** What opens the choice of how it looks. */
  readonly look: { readonly id: string; readonly open: boolean; readonly toggle: () => void };
  readonly children?: ReactNode;
}

/** What is shown, and whether it moves. */
export function LogToolbar(props: LogToolbarProps) {
  const { filter, serverError, filterInput, paused, onPause, wrap, onWrap, look } = props;
  const labels = useLabels();
  return (
    <div className="tailrace-toolbar">
      <FilterBox filter={filter} serverError={serverError} input={filterInput} />
      <LevelChips filter={filter} />
      <div className="tailrace-actions">
        <ToolButton
          icon="search"
          label={labels.search}
          hint="/"
          pressed={props.searching}
          onClick={props.onSearch}
        />
        <ToolButton
          icon="clock"
          label={labels.turnTime(props.timeStyle)}
          hint="t"
          wideOnly
          onClick={props.onTime}
        />
        <ToolButton icon="wrap" label={labels.wrap} pressed={wrap} onClick={() => onWrap(!wrap)} />
        <ToolButton
          icon={paused ? 'play' : 'pause'}
          label={paused ? labels.resume : labels.pause}
          on={paused}
          onClick={() => onPause(!paused)}
        />
        <ToolButton icon="clear" label={labels.clear} onClick={props.onClear} />
        <ToolButton
          icon="sliders"
          label={labels.look}
          controls={look.id}
          expanded={look.open}
          onClick={look.toggle}
        />
        <ToolButton icon="keys" label={labels.help} hint="?" wideOnly onClick={props.onHelp} />
        {props.children}
      </div>
    </div>
  );
}
