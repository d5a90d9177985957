import type { ReactNode } from 'react';

/** What all panels take. */
export interface PanelProps {
  /** `auto` is what the nearest `data-theme`, or else the system, says. @default 'auto' */
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  readonly className?: string | undefined;
}

interface PanelFrameProps extends PanelProps {
  /** What the panel is called by a screen reader. */
  readonly label: string;
  /** Class of the panel's own. */
  readonly kind: string;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

/** Gives a part its theme and its name. */
export function Panel({ label, kind, isBusy = false, theme = 'auto', className, children }: PanelFrameProps) {
  return (
    <section
      className={['tailrace-viewer tailrace-panel', kind, className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-busy={isBusy}
      {...(theme !== 'auto' && { 'data-theme': theme })}
    >
      {children}
    </section>
  );
}
