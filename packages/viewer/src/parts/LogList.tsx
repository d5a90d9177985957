import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useLateCode } from '../hooks/useLateCode.ts';
import { useLayoutEffectInBrowsers } from '../hooks/useLayoutEffectInBrowsers.ts';
import { useLabels } from '../labels.ts';
import { readingParts } from '../lazyParts.ts';
import type { ListView } from '../list/ListView.ts';
import { watchClicks } from '../list/selection/watchClicks.ts';
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
  useEffect(() => watchClicks(scroller.current!, view, onOpen), [view, scroller, onOpen]);
  const reading = useLateCode(readingParts);
  useEffect(() => {
    if (!reading) return undefined;
    const element = scroller.current!;
    const stopDragging = reading.watchDragging(element, view);
    const stopCopying = reading.watchCopying(element, view, labels);
    return () => {
      stopDragging();
      stopCopying();
    };
  }, [reading, view, scroller, labels]);
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
