import type { LogLevel } from '@tailrace/protocol';
import { useCallback, useEffect, type ReactNode } from 'react';
import type { LogSelection } from '../api/LogApi.ts';
import type { LogStatsAnswer } from '@tailrace/protocol/core';
import { useLogApi, type LogApiProps } from '../api/useLogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import { Panel, type PanelProps } from '../panel/Panel.tsx';
import { ENGLISH_QUERY, QueryNotice, StaleNotice, type QueryLabels } from '../panel/QueryNotice.tsx';
import { Icon } from '../parts/Icon.tsx';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ringOnEntries } from './ringOnEntries.ts';

/** What a card counts; errors include the critical ones. */
export const STAT_CARDS = ['error', 'warning', 'info', 'debug', 'total'] as const;
export type StatCard = (typeof STAT_CARDS)[number];

export interface StatCardsLabels extends QueryLabels {
  readonly title: string;
  readonly cards: Readonly<Record<StatCard, string>>;
  readonly loading: string;
  readonly partial: string;
  readonly critical: (count: string) => string;
}

export interface StatCardsProps extends LogApiProps, PanelProps {
  /** Counts what this finds, in the filter language. */
  readonly filter?: string | undefined;
  /** Counts from this time on, ISO 8601. */
  readonly start?: string | undefined;
  /** Counts before this time, ISO 8601. */
  readonly end?: string | undefined;
  /** Counts the last so many hours. */
  readonly hours?: number | undefined;
  /** Milliseconds between two counts; 0 counts once. @default 5000 */
  readonly refreshMs?: number;
  /** Counts again as soon as this one brings an entry, at most once a second. */
  readonly service?: LogStreamingService | undefined;
  /** The card that is filtered by. */
  readonly selected?: StatCard | undefined;
  /** Somebody wants to see these. */
  readonly onSelect?: ((card: StatCard) => void) | undefined;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<StatCardsLabels>;
}

const REFRESH_MS = 5000;

const ENGLISH: StatCardsLabels = {
  ...ENGLISH_QUERY,
  title: 'Entries by level',
  cards: { error: 'Errors', warning: 'Warnings', info: 'Info', debug: 'Debug', total: 'Total' },
  loading: 'Counting',
  partial: 'At least: the count took too long to be finished.',
  critical: (count) => `${count} critical`,
};

const number = new Intl.NumberFormat('en');

/**
 * Shows how many entries there are of each level; a card filters by it.
 *
 * @example
 * <StatCards hours={24} onSelect={(card) => setFilter(filterOfCard(card))} />
 */
export function StatCards(props: StatCardsProps) {
  const { filter, start, end, hours, refreshMs = REFRESH_MS, service, selected, onSelect } = props;
  const labels = { ...ENGLISH, ...props.labels };
  const api = useLogApi(props);
  const { data, error, refresh } = useQuery<LogStatsAnswer>(
    useCallback(
      (signal) => {
        const selection: LogSelection = { q: filter, start, end };
        return api.stats({ ...selection, hours }, signal);
      },
      [api, filter, start, end, hours],
    ),
    refreshMs,
  );
  useEffect(() => service && ringOnEntries(service, filter, refresh), [service, filter, refresh]);

  return (
    <Panel
      label={labels.title}
      kind="tailrace-stats"
      isBusy={!data}
      theme={props.theme}
      className={props.className}
    >
      {error && !data ? (
        <QueryNotice error={error} labels={labels} onRetry={refresh} />
      ) : (
        <ul className="tailrace-stats-cards" title={data?.partial ? labels.partial : undefined}>
          {STAT_CARDS.map((card) => (
            <li key={card}>
              <Card card={card} selected={selected} onSelect={onSelect}>
                <span className="tailrace-stat-name">
                  {card !== 'total' && <Icon name={card} />}
                  {labels.cards[card]}
                </span>
                {data ? (
                  <strong>
                    {data.partial && '≥ '}
                    {number.format(countOf(data, card))}
                  </strong>
                ) : (
                  <span className="tailrace-panel-blank" role="img" aria-label={labels.loading} />
                )}
                {card === 'error' && data && data.levels.critical > 0 && (
                  <span className="tailrace-stat-more" data-level="critical">
                    {labels.critical(number.format(data.levels.critical))}
                  </span>
                )}
              </Card>
            </li>
          ))}
        </ul>
      )}
      {error && data && <StaleNotice error={error} labels={labels} onRetry={refresh} />}
    </Panel>
  );
}

interface CardProps extends Pick<StatCardsProps, 'selected' | 'onSelect'> {
  readonly card: StatCard;
  readonly children: ReactNode;
}

function Card({ card, selected, onSelect, children }: CardProps) {
  const look = { className: 'tailrace-stat', ...(card !== 'total' && { 'data-level': card }) };
  if (!onSelect) return <div {...look}>{children}</div>;
  return (
    <button type="button" {...look} aria-pressed={card === selected} onClick={() => onSelect(card)}>
      {children}
    </button>
  );
}

/**
 * The filter that finds what a card counts.
 *
 * @returns in the filter language; empty for all
 */
export function filterOfCard(card: StatCard): string {
  if (card === 'total') return '';
  return card === 'error' ? 'level:>=error' : `level:${card satisfies LogLevel}`;
}

function countOf({ levels, total }: LogStatsAnswer, card: StatCard): number {
  if (card === 'total') return total;
  return card === 'error' ? levels.error + levels.critical : levels[card];
}
