import type { CSSProperties } from 'react';
import { useLogService } from '../hooks/useLogService.ts';
import { LogViewer } from '../LogViewer.tsx';
import type { LogViewerProps } from '../LogViewerProps.ts';

/** What the two viewers are called. */
export interface DualPanelLabels {
  readonly system: string;
  readonly audit: string;
}

export interface DualPanelProps extends Pick<
  LogViewerProps,
  'service' | 'url' | 'last' | 'maxEntries' | 'height' | 'autoScroll' | 'theme' | 'className'
> {
  /** In the filter language: the scope of both. */
  readonly filter?: string;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<DualPanelLabels>;
  /** Words of both viewers. */
  readonly viewerLabels?: LogViewerProps['labels'];
}

const ENGLISH: DualPanelLabels = { system: 'System', audit: 'Audit' };
const SIDES = ['system', 'audit'] as const;

/**
 * Shows what the system says beside who did what, live and over one connection; where there is no room for two,
 * one below the other.
 *
 * @example
 * <DualPanel url="https://logs.example.com" height={600} />
 */
export function DualPanel(props: DualPanelProps) {
  const { url, filter, height = 480, className, labels, viewerLabels, ...viewer } = props;
  const service = useLogService(props.service, url ?? '/');
  const names = { ...ENGLISH, ...labels };
  const blockSize = typeof height === 'number' ? `${height}px` : height;
  return (
    <div
      className={['tailrace-dual', className].filter(Boolean).join(' ')}
      style={{ '--tailrace-dual-height': blockSize } as CSSProperties}
    >
      <div className="tailrace-dual-sides">
        {SIDES.map((side) => (
          <div key={side} data-side={side}>
            <h2>{names[side]}</h2>
            <LogViewer
              {...viewer}
              service={service}
              filter={filter ? `category:${side} (${filter})` : `category:${side}`}
              height="100%"
              labels={{ ...viewerLabels, viewer: names[side] }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
