import { LogViewer } from '@patternfly/react-log-viewer';
import '@patternfly/react-core/dist/styles/base.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CAPACITY, entriesOf, lineOf, LIST_HEIGHT, type MountList } from './MountedList.ts';

interface ListProps {
  readonly onReady: (append: (lines: readonly string[]) => void) => void;
}

/** As its documentation has it for a stream: the lines so far, and the row to scroll to. */
function List({ onReady }: ListProps) {
  const [lines, setLines] = useState<string[]>([]);
  useEffect(() => {
    onReady((more) => setLines((before) => [...before, ...more].slice(-CAPACITY)));
  }, [onReady]);
  return (
    <LogViewer
      data={lines}
      height={LIST_HEIGHT}
      hasToolbar={false}
      isTextWrapped={false}
      scrollToRow={lines.length}
    />
  );
}

export const mount: MountList = async (root) => {
  const append = await new Promise<(lines: readonly string[]) => void>((resolve) => {
    createRoot(root).render(<List onReady={resolve} />);
  });
  return {
    scroller: '.pf-v6-c-log-viewer__scroll-container',
    row: '.pf-v6-c-log-viewer__list-item',
    append: (frame) => append(entriesOf(frame).map(lineOf)),
  };
};
