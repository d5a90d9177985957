import type { MouseEvent } from 'react';
import type { NarrowMode } from '../../filter/narrowFilter.ts';
import { usePartLabels } from '../../partLabels.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { IconName } from '../../parts/iconPaths.ts';
import type { JsonNode } from './JsonNode.ts';
import { PART_ICONS } from '../../parts/partIconPaths.ts';

/** Characters of a text that are shown; copying takes all. */
const MAX_TEXT = 5000;
/** Pixels that each level steps in by. */
const STEP_PX = 14;

export interface JsonLineProps {
  readonly node: JsonNode;
  readonly depth: number;
  /** How many values are inside of it. */
  readonly members: number;
  readonly open: boolean;
  /** Whether the Tab key leads to it. */
  readonly current: boolean;
  readonly onCurrent: () => void;
  readonly onUnfold: () => void;
  readonly onCopyValue: () => void;
  readonly onCopyPath: () => void;
  /** Absent where the filter language has no name for it. */
  readonly onFilter: ((mode: NarrowMode) => void) | undefined;
}

/** A key, its value, and what can be done with them. */
export function JsonLine(props: JsonLineProps) {
  const { node, depth, members, open, current, onCurrent, onUnfold, onFilter } = props;
  const labels = usePartLabels();
  const { path, value } = node;
  const folds = members > 0;
  const action = (name: IconName, label: string, act: () => void) => (
    <button
      type="button"
      className="tailrace-tree-action"
      aria-label={label}
      title={label}
      tabIndex={current ? 0 : -1}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        act();
      }}
    >
      <Icon name={name} />
    </button>
  );
  return (
    <div
      role="treeitem"
      className="tailrace-tree-line"
      aria-level={depth + 1}
      aria-expanded={folds ? open : undefined}
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      style={{ paddingInlineStart: depth * STEP_PX + 16 }}
      onFocus={onCurrent}
      onClick={folds ? onUnfold : undefined}
    >
      {folds && <Icon name={PART_ICONS.right} />}
      <span className="tailrace-tree-key">{path.at(-1)}</span>
      <JsonValue value={value} members={members} open={open} />
      <span className="tailrace-tree-actions">
        {onFilter && action(PART_ICONS.plus, labels.filterIn, () => onFilter('in'))}
        {onFilter && action(PART_ICONS.minus, labels.filterOut, () => onFilter('out'))}
        {action(PART_ICONS.copy, labels.copyValue, props.onCopyValue)}
        {action(PART_ICONS.path, labels.copyPath, props.onCopyPath)}
      </span>
    </div>
  );
}

function JsonValue({ value, members, open }: { value: unknown; members: number; open: boolean }) {
  const labels = usePartLabels();
  if (typeof value === 'object' && value !== null) {
    const empty = Array.isArray(value) ? '[]' : '{}';
    return (
      <span className="tailrace-muted">{members === 0 ? empty : open ? '' : labels.items(members)}</span>
    );
  }
  const text = typeof value === 'string' ? value : String(value);
  return (
    <span className="tailrace-tree-value" dir="auto" data-json={typeof value}>
      {text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text}
    </span>
  );
}
