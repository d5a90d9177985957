import type { ReactNode } from 'react';

interface PanelNoticeProps {
  readonly title: string;
  readonly reason?: string | undefined;
  readonly children?: ReactNode;
  /** Read out at once. */
  readonly isAlert?: boolean;
}

/** Stands where there is nothing to show: why, and what can be done. */
export function PanelNotice({ title, reason, isAlert = false, children }: PanelNoticeProps) {
  return (
    <div className="tailrace-panel-notice" role={isAlert ? 'alert' : undefined}>
      <strong>{title}</strong>
      {reason && <p>{reason}</p>}
      {children}
    </div>
  );
}
