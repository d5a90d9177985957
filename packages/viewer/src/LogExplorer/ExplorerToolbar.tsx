import type { RefObject } from 'react';
import type { LogApi, LogSelection } from '../api/LogApi.ts';
import { useExplorerLabels } from './explorerLabels.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { QueryBox } from './QueryBox.tsx';
import { TimeRangeMenu } from './TimeRangeMenu.tsx';
import type { TimeRange } from './TimeRange.ts';
import { ToggleButton } from './ToggleButton.tsx';
import { useCopyLink } from './useCopyLink.ts';
import type { FieldValueSource } from './useFieldValues.ts';
import type { QueryText } from './useQueryText.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

export interface ExplorerToolbarProps {
  readonly query: QueryText;
  readonly queryInput: RefObject<HTMLInputElement | null>;
  readonly serverError: string | undefined;
  readonly fields: () => readonly string[];
  readonly values: FieldValueSource;
  readonly historyKey: string;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  readonly isRailOpen: boolean;
  readonly onRail: (isOpen: boolean) => void;
  readonly isChartOpen: boolean;
  readonly onChart: (isOpen: boolean) => void;
  readonly isWrapped: boolean;
  readonly onWrap: (isWrapped: boolean) => void;
  readonly onRefresh: () => void;
  readonly api: LogApi;
  readonly selection: LogSelection;
  readonly described: string | undefined;
  /** Absent for those who may not. */
  readonly onDelete: (() => void) | undefined;
}

/** What is asked for, and what can be done with it. */
export function ExplorerToolbar(props: ExplorerToolbarProps) {
  const { isRailOpen, isChartOpen } = props;
  const labels = useExplorerLabels();
  const link = useCopyLink();
  return (
    <div className="tailrace-toolbar tailrace-explorer-toolbar">
      <ToggleButton
        label={labels.showFacets}
        icon={PART_ICONS.rail}
        isOn={isRailOpen}
        onClick={() => props.onRail(!isRailOpen)}
      />
      <QueryBox
        query={props.query}
        serverError={props.serverError}
        input={props.queryInput}
        fields={props.fields}
        values={props.values}
        historyKey={props.historyKey}
      />
      <TimeRangeMenu range={props.range} onRange={props.onRange} />
      <div className="tailrace-actions">
        <ToggleButton
          label={labels.showHistogram}
          icon={PART_ICONS.chart}
          isOn={isChartOpen}
          onClick={() => props.onChart(!isChartOpen)}
        />
        <ToggleButton
          label={labels.wrap}
          icon="wrap"
          isOn={props.isWrapped}
          onClick={() => props.onWrap(!props.isWrapped)}
        />
        <ToggleButton label={labels.refresh} icon={PART_ICONS.refresh} onClick={props.onRefresh} />
        <ToggleButton
          label={link.isCopied ? labels.linkCopied : labels.copyLink}
          icon={link.isCopied ? PART_ICONS.check : PART_ICONS.link}
          onClick={link.copy}
        />
        <ExportMenu api={props.api} selection={props.selection} described={props.described} />
        {props.onDelete && (
          <ToggleButton label={labels.deleteAll} icon={PART_ICONS.trash} onClick={props.onDelete} />
        )}
      </div>
    </div>
  );
}
