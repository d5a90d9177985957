import type { ReactNode } from 'react';

interface FiguresProps {
  readonly title: string;
  /** What is there in place of figures: that they come, or why not. */
  readonly notice?: string | undefined;
  readonly figures: readonly (readonly [name: string, value: ReactNode, isBad?: boolean])[];
  readonly children?: ReactNode;
}

/** A few numbers under a title. */
export function Figures({ title, notice, figures, children }: FiguresProps) {
  return (
    <section className="console-card" aria-label={title}>
      <div className="tailrace-panel-head">
        <h2>{title}</h2>
      </div>
      {notice !== undefined && <p className="console-more">{notice}</p>}
      <dl className="console-figures">
        {figures.map(([name, value, isBad]) => (
          <div key={name} {...(isBad && { 'data-level': 'error' })}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}
