import { LazyLog } from '@melloware/react-logviewer';
import { createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { afterPaint } from '../screen.ts';
import { entriesOf, lineOf, LIST_HEIGHT, type MountList } from './MountedList.ts';

/** Fed from outside, as its documentation has it; there is no telling it how much to keep. */
export const mount: MountList = async (root) => {
  const log = createRef<LazyLog>();
  createRoot(root).render(
    <LazyLog ref={log} external follow height={LIST_HEIGHT} rowHeight={24} selectableLines />,
  );
  while (!log.current) await afterPaint();
  return {
    scroller: '.react-lazylog',
    row: '.log-line',
    append: (frame) => log.current!.appendLines(entriesOf(frame).map(lineOf)),
  };
};
