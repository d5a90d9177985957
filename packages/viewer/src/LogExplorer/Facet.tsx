import { isLogLevel, LOG_LEVELS } from '@tailrace/protocol/core';
import { useState } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { LevelMark } from '../parts/LevelMark.tsx';
import type { FacetValue } from '../stream/counts/FacetCounts.ts';
import { useExplorerLabels } from './explorerLabels.ts';
import type { FacetMode, FieldChoice } from './queryTerms.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

export interface FacetProps {
  readonly field: string;
  readonly values: readonly FacetValue[];
  readonly choice: FieldChoice;
  /** How many values are not listed. */
  readonly more: number;
  readonly isLoading: boolean;
  /** Whether there are more of each than were counted. */
  readonly isPartial: boolean;
  readonly onMore: () => void;
  readonly onToggle: (value: string, mode: FacetMode) => void;
  /** Absent of fields that are always there. */
  readonly onRemove?: (() => void) | undefined;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en');

/** The values of one field: a click shows only those that have one, with Alt or by the minus all but them. */
export function Facet(props: FacetProps) {
  const { field, choice, more, isLoading, isPartial, onMore, onToggle, onRemove } = props;
  const labels = useExplorerLabels();
  const [isOpen, setOpen] = useState(true);
  // The address may name any field, also what every object has, such as `__proto__`.
  const name = Object.hasOwn(labels.fieldNames, field) ? labels.fieldNames[field]! : field;
  const atLeast = isPartial ? '≥ ' : '';
  const values = listed(field, props.values, choice);
  const highest = Math.max(1, ...values.map(({ count }) => count));
  return (
    <section className="tailrace-facet" aria-busy={isLoading}>
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={PART_ICONS.expand} />
          <bdi>{name}</bdi>
        </button>
        {onRemove && (
          <button
            type="button"
            className="tailrace-facet-remove"
            aria-label={labels.removeField(name)}
            onClick={onRemove}
          >
            <Icon name="close" />
          </button>
        )}
      </h3>
      {isOpen && values.length === 0 && (
        <p className="tailrace-facet-none">{isLoading ? labels.counting : labels.noValues}</p>
      )}
      {isOpen && (
        <ul aria-label={name}>
          {values.map(({ value, count }) => {
            const isOut = choice.excluded.includes(value);
            const label = field === 'level' && isLogLevel(value) ? labels.levels[value] : value;
            return (
              <li key={value} data-excluded={isOut || undefined}>
                <button
                  type="button"
                  className="tailrace-facet-value"
                  aria-pressed={choice.chosen.includes(value)}
                  title={`${labels.include(name, label)} · ${atLeast}${exact.format(count)}`}
                  onClick={(event) => onToggle(value, event.altKey ? 'out' : 'in')}
                >
                  <span
                    className="tailrace-facet-share"
                    style={{ inlineSize: `${(count / highest) * 100}%` }}
                  />
                  {field === 'level' && isLogLevel(value) ? <LevelMark level={value} /> : <bdi>{value}</bdi>}{' '}
                  <span className="tailrace-facet-count">
                    {atLeast}
                    {compact.format(count)}
                  </span>
                </button>
                <button
                  type="button"
                  className="tailrace-facet-out"
                  aria-pressed={isOut}
                  aria-label={labels.exclude(name, label)}
                  title={labels.exclude(name, label)}
                  onClick={() => onToggle(value, 'out')}
                >
                  <Icon name={PART_ICONS.minus} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {isOpen && isPartial && <p className="tailrace-facet-none">{labels.partial}</p>}
      {isOpen && more > 0 && (
        <button type="button" className="tailrace-link" onClick={onMore}>
          {labels.moreValues(more)}
        </button>
      )}
    </section>
  );
}

/** Levels from the worst on; what is chosen or left out is there even where nothing has it. */
function listed(field: string, values: readonly FacetValue[], choice: FieldChoice): readonly FacetValue[] {
  const missing = [...choice.chosen, ...choice.excluded]
    .filter((value) => !values.some((each) => each.value === value))
    .map((value) => ({ value, count: 0 }));
  const all = [...values, ...missing];
  if (field !== 'level') return all;
  const place = ({ value }: FacetValue) => (isLogLevel(value) ? LOG_LEVELS.indexOf(value) : -1);
  return all.toSorted((a, b) => place(b) - place(a));
}
