import { useMemo, useRef, type CSSProperties } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import { useLogApi } from '../api/useLogApi.ts';
import type { Density } from '../hooks/useListLook.ts';
import { useLogService } from '../hooks/useLogService.ts';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ExplorerBody } from './ExplorerBody.tsx';
import { ENGLISH_EXPLORER, ExplorerLabelsContext, type LogExplorerLabels } from './explorerLabels.ts';
import type { LogExplorerState } from './explorerState.ts';
import { useExplorerState, type StateChange } from './useExplorerState.ts';
import { useNarrow } from './useNarrow.ts';

export interface LogExplorerProps {
  /** Where entries come from live; to share one connection, for tokens and other options. */
  readonly service?: LogStreamingService;
  /** What asks the server for counts, files and single entries. */
  readonly api?: LogApi;
  /** The server's address, where `service` or `api` is not given. @default '/' */
  readonly url?: string;
  /** In the filter language: what its user can narrow and not leave. @default '' everything */
  readonly filter?: string;
  /** What is looked at, for a page that keeps this itself. @default kept in the address and for the session */
  readonly state?: LogExplorerState;
  /** What is looked at was changed: by typing, or by a choice that one may want to go back from. */
  readonly onStateChange?: (state: LogExplorerState, change: StateChange) => void;
  /** What is looked at first, where neither the address nor the session says anything. */
  readonly initialState?: Partial<LogExplorerState>;
  /** Whether the page's address says what is looked at: `?q=&range=&from=&to=#entry=`. @default true */
  readonly inAddress?: boolean;
  /** Name under which this browser keeps what is looked at and recent filters; `''` keeps none. @default 'tailrace-explorer' */
  readonly storageKey?: string;
  /** Fields that are counted at first. @default ['level', 'source', 'logger'] */
  readonly facets?: readonly string[];
  /** Offers to delete all entries: for administrators. @default false */
  readonly canDelete?: boolean;
  /** How many stored entries to begin with, at most 10,000. @default 5000 */
  readonly last?: number;
  /** Entries to keep; the oldest go first. @default 50000 */
  readonly maxEntries?: number;
  /** Of the whole explorer: pixels, or a CSS length. @default 720 */
  readonly height?: number | string;
  /** How tall rows are: 20, 24 or 28 pixels. @default 'normal' */
  readonly density?: Density;
  /** `auto` is what the nearest `data-theme`, or else the system, says. @default 'auto' */
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly className?: string;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<LogExplorerLabels>;
}

/**
 * A page of logs: filter, time, histogram, fields with counts, list and details. Needs
 * `@tailrace/viewer/viewer.css`.
 *
 * @example
 * <LogExplorer url="https://logs.example.com" height="100dvh" />
 */
export function LogExplorer(props: LogExplorerProps) {
  const { url = '/', height = 720, theme = 'auto', storageKey = 'tailrace-explorer' } = props;
  const labels = useMemo(() => ({ ...ENGLISH_EXPLORER, ...props.labels }), [props.labels]);
  const service = useLogService(props.service, url);
  const api = useLogApi({ api: props.api, url: props.url });
  const [state, setState] = useExplorerState({
    state: props.state,
    onStateChange: props.onStateChange,
    initialState: props.initialState,
    inAddress: props.inAddress ?? true,
    storageKey,
  });
  const root = useRef<HTMLElement>(null);
  const isNarrow = useNarrow(root);
  return (
    <ExplorerLabelsContext.Provider value={labels}>
      <section
        ref={root}
        className={['tailrace-viewer tailrace-explorer', props.className].filter(Boolean).join(' ')}
        aria-label={labels.explorer}
        data-theme={theme === 'auto' ? undefined : theme}
        style={{ blockSize: height } satisfies CSSProperties}
      >
        <ExplorerBody
          {...props}
          isNarrow={isNarrow}
          service={service}
          api={api}
          state={state}
          setState={setState}
          storageKey={storageKey}
          labels={labels}
        />
      </section>
    </ExplorerLabelsContext.Provider>
  );
}
