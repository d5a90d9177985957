import { useEffect, useId, useMemo, useRef, useState, type FormEvent } from 'react';
import { DENSITIES, type Density } from '../hooks/useListLook.ts';
import type { TimeStyleState } from '../hooks/useTimeStyle.ts';
import { usePartLabels } from '../partLabels.ts';
import { Icon } from '../parts/Icon.tsx';
import { isZone, knownZones, type TimeStyle } from '../time/TimeStyle.ts';
import { DEFAULT_COLUMNS, isOwnColumn, OWN_COLUMNS } from './LogColumns.ts';
import type { ColumnsState } from './useColumns.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

export interface LookMenuProps {
  readonly id: string;
  readonly time: TimeStyleState;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
  readonly grouped: boolean;
  readonly onGrouped: (grouped: boolean) => void;
  readonly columns: ColumnsState;
  readonly onClose: () => void;
}

/** How rows look: times, density, groups, and which columns there are. */
export function LookMenu(props: LookMenuProps) {
  const { id, time, density, onDensity, grouped, onGrouped, columns, onClose } = props;
  const labels = usePartLabels();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current!.querySelector('select')!.focus();
    const onDown = ({ target }: PointerEvent) => {
      const button = target instanceof Element && target.closest(`[data-controls="${CSS.escape(id)}"]`);
      if (!button && !menu.current!.contains(target as Node)) onClose();
    };
    document.addEventListener('pointerdown', onDown);
    return () => document.removeEventListener('pointerdown', onDown);
  }, [id, onClose]);
  return (
    <div
      ref={menu}
      id={id}
      className="tailrace-look"
      role="dialog"
      aria-label={labels.look}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <TimeChoice time={time} />
      <label>
        <span>{labels.density}</span>
        <select value={density} onChange={(event) => onDensity(event.target.value as Density)}>
          {DENSITIES.map((name) => (
            <option key={name} value={name}>
              {labels.densities[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" checked={grouped} onChange={(event) => onGrouped(event.target.checked)} />
        <span>{labels.group}</span>
      </label>
      <ColumnChoice columns={columns} />
    </div>
  );
}

function TimeChoice({ time: { style, setStyle } }: { time: TimeStyleState }) {
  const labels = usePartLabels();
  const zones = useMemo(() => {
    const known = knownZones();
    // Zones have other names as well.
    return isZone(style) && !known.includes(style) ? [style, ...known] : known;
  }, [style]);
  return (
    <label>
      <span>{labels.times}</span>
      <select value={style} onChange={(event) => setStyle(event.target.value as TimeStyle)}>
        {Object.entries(labels.timeStyles).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
        <optgroup label={labels.zones}>
          {zones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

function ColumnChoice({ columns: { columns, choose, resize } }: { columns: ColumnsState }) {
  const labels = usePartLabels();
  const fieldId = useId();
  const [field, setField] = useState('');
  const fields = columns.filter((column) => !isOwnColumn(column));
  const add = (event: FormEvent) => {
    event.preventDefault();
    const name = field.trim();
    if (name !== '') choose([...columns, name]);
    setField('');
  };
  const reset = () => {
    columns.forEach((column) => resize(column));
    choose(DEFAULT_COLUMNS);
  };
  return (
    <fieldset>
      <legend>{labels.columns}</legend>
      {[...OWN_COLUMNS.filter((column) => column !== 'message'), ...fields].map((column) => (
        <label key={column}>
          <input
            type="checkbox"
            checked={columns.includes(column)}
            onChange={(event) =>
              choose(
                event.target.checked ? [...columns, column] : columns.filter((chosen) => chosen !== column),
              )
            }
          />
          <span>{isOwnColumn(column) ? labels.columnNames[column] : column}</span>
        </label>
      ))}
      <form onSubmit={add}>
        <label htmlFor={fieldId} className="tailrace-unseen">
          {labels.addColumn}
        </label>
        <input
          id={fieldId}
          type="text"
          value={field}
          placeholder={labels.addColumnExample}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => setField(event.target.value)}
        />
        <button
          type="submit"
          className="tailrace-button"
          aria-label={labels.addColumn}
          title={labels.addColumn}
        >
          <Icon name={PART_ICONS.plus} />
        </button>
      </form>
      <button type="button" className="tailrace-link" onClick={reset}>
        {labels.resetColumns}
      </button>
    </fieldset>
  );
}
