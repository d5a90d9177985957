import { useState } from 'react';
import type { ActionDurations } from '@tailrace/protocol/core';
import { formatDuration } from '../panel/formatDuration.ts';
import type { PerformancePanelLabels } from './performanceLabels.ts';

interface DurationTableProps {
  readonly actions: readonly ActionDurations[];
  readonly labels: PerformancePanelLabels;
  readonly onAction: ((action: ActionDurations) => void) | undefined;
}

const NUMBERS = ['count', 'errors', 'p50_ms', 'p95_ms', 'max_ms'] as const;
type Column = (typeof NUMBERS)[number];

const number = new Intl.NumberFormat('en');

/** Durations by action; a column's head sorts by it, the most first. */
export function DurationTable({ actions, labels, onAction }: DurationTableProps) {
  const [column, setColumn] = useState<Column>('p95_ms');
  const heads: Record<Column, string> = {
    count: labels.times,
    errors: labels.errors,
    p50_ms: labels.p50,
    p95_ms: labels.p95,
    max_ms: labels.max,
  };
  const slowest = Math.max(...actions.map(({ p95_ms }) => p95_ms), 1);
  return (
    <div className="tailrace-durations" role="group" aria-label={labels.durations} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{labels.action}</th>
            {NUMBERS.map((one) => (
              <th key={one} scope="col" aria-sort={one === column ? 'descending' : 'none'} data-column={one}>
                <button type="button" onClick={() => setColumn(one)}>
                  {heads[one]}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {actions
            .toSorted((a, b) => b[column] - a[column])
            .map((row) => (
              <tr key={`${row.source}\0${row.action}`}>
                <th scope="row">
                  {onAction ? (
                    <button type="button" onClick={() => onAction(row)}>
                      <bdi>{row.action}</bdi>
                    </button>
                  ) : (
                    <bdi>{row.action}</bdi>
                  )}
                  <small>{row.source}</small>
                  <i style={{ inlineSize: `${(row.p95_ms / slowest) * 100}%` }} />
                </th>
                {NUMBERS.map((one) => (
                  <td
                    key={one}
                    data-column={one}
                    {...(one === 'errors' && row.errors > 0 && { 'data-level': 'error' })}
                  >
                    {one === 'count' || one === 'errors' ? number.format(row[one]) : formatDuration(row[one])}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
