import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useLayoutEffectInBrowsers } from '../hooks/useLayoutEffectInBrowsers.ts';
import { useLabels } from '../labels.ts';
import type { ListView } from '../list/ListView.ts';
import { watchCopying } from '../list/selection/copySelection.ts';
import { watchSelection } from '../list/selection/watchSelection.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';

export interface LogListProps {
  readonly view: ListView;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onOpen: (row: LogRow) => void;
  /** What stands there until the list does. */
  readonly children?: ReactNode;
}

/** The place of the list. Rows come and go without React, which would cost a third of a core in a flood. */
export function LogList({ view, scroller, onOpen, children }: LogListProps) {
  const labels = useLabels();
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffectInBrowsers(() => view.attach(scroller.current!, content.current!), [view, scroller]);
  useEffect(() => {
    const element = scroller.current!;
    const stopSelection = watchSelection(element, view, { onClick: onOpen });
    const stopCopying = watchCopying(element, view, labels);
    return () => {
      stopSelection();
      stopCopying();
    };
  }, [view, scroller, onOpen, labels]);
  return (
    <div
      ref={scroller}
      className="tailrace-list"
      role="grid"
      tabIndex={0}
      aria-label={labels.entries}
      aria-readonly="true"
      aria-multiselectable="true"
    >
      <div ref={content} role="rowgroup" className="tailrace-rows" />
      {children}
    </div>
  );
}
