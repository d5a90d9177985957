import { useCallback } from 'react';
import type { SessionAnswer } from '@tailrace/protocol/core';
import { useLogApi, type LogApiProps } from '../api/useLogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import { Panel, type PanelProps } from '../panel/Panel.tsx';
import { PanelNotice } from '../panel/PanelNotice.tsx';
import { QueryNotice, StaleNotice } from '../panel/QueryNotice.tsx';
import { SkeletonLines } from '../panel/SkeletonLines.tsx';
import { SequenceStrip } from './SequenceStrip.tsx';
import { ENGLISH_SESSION, type SessionReportLabels } from './sessionLabels.ts';

export interface SessionReportProps extends LogApiProps, PanelProps {
  /** The session's 16 characters. */
  readonly session: string;
  /** Milliseconds between two reports; 0 asks once. @default 10000 */
  readonly refreshMs?: number;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<SessionReportLabels>;
}

const REFRESH_MS = 10_000;
/** Ranges that are written out. */
const LISTED_RANGES = 12;

const number = new Intl.NumberFormat('en');

/**
 * Accounts for every entry that one logger instance gave out: stored, dropped and why, missing, still queued.
 *
 * @example
 * <SessionReport url="https://logs.example.com" session="7hQ2k9XvB3mN4pRs" />
 */
export function SessionReport(props: SessionReportProps) {
  const { session, refreshMs = REFRESH_MS } = props;
  const labels = { ...ENGLISH_SESSION, ...props.labels };
  const api = useLogApi(props);
  const { data, error, refresh } = useQuery<SessionAnswer>(
    useCallback((signal) => api.session(session, signal), [api, session]),
    refreshMs,
  );
  const isUnknown = error?.status === 404;
  return (
    <Panel
      label={labels.title}
      kind="tailrace-session"
      isBusy={!data && !error}
      theme={props.theme}
      className={props.className}
    >
      {isUnknown && <PanelNotice title={labels.unknown} reason={labels.unknownHint} />}
      {error && !data && !isUnknown && <QueryNotice error={error} labels={labels} onRetry={refresh} />}
      {!data && !error && <SkeletonLines label={labels.loading} />}
      {data && <Account session={session} account={data} labels={labels} />}
      {error && data && <StaleNotice error={error} labels={labels} onRetry={refresh} />}
    </Panel>
  );
}

interface AccountProps {
  readonly session: string;
  readonly account: SessionAnswer;
  readonly labels: SessionReportLabels;
}

function Account({ session, account, labels }: AccountProps) {
  const { emitted, stored, queued, missing, dropped } = account;
  const lost = missing.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const gaveUp = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  const isWhole = lost === 0 && gaveUp === 0;
  return (
    <>
      <div className="tailrace-panel-head">
        <h2 className="tailrace-trace-title">{session}</h2>
        <span className="tailrace-session-verdict" data-level={isWhole ? 'info' : 'warning'}>
          {isWhole ? labels.whole : labels.notWhole}
        </span>
      </div>
      <dl className="tailrace-session-figures">
        <Figure name={labels.emitted} value={emitted} />
        <Figure name={labels.stored} value={stored} />
        <Figure name={labels.dropped} value={gaveUp} isLoss />
        <Figure name={labels.missing} value={lost} isLoss />
        <Figure name={labels.queued} value={queued} />
      </dl>
      <SequenceStrip account={account} label={labels.strip(emitted, missing.length, queued)} />
      {!isWhole && (
        <ul className="tailrace-session-losses">
          {Object.entries(dropped).map(([reason, count]) => (
            <li key={reason}>
              <b>{number.format(count)}</b> {labels.reason(reason)}
            </li>
          ))}
          {missing.slice(0, LISTED_RANGES).map(([from, to]) => (
            <li key={from}>
              <b>{from === to ? from : `${from}–${to}`}</b> {labels.unexplained}
            </li>
          ))}
          {missing.length > LISTED_RANGES && <li>{labels.moreRanges(missing.length - LISTED_RANGES)}</li>}
        </ul>
      )}
    </>
  );
}

function Figure({ name, value, isLoss = false }: { name: string; value: number; isLoss?: boolean }) {
  return (
    <div {...(isLoss && value > 0 && { 'data-level': 'warning' })}>
      <dt>{name}</dt>
      <dd>{number.format(value)}</dd>
    </div>
  );
}
