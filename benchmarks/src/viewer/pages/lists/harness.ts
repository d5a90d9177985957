import type { MountList } from './MountedList.ts';

const LAST_NUMBER = /^.*#(\d+)#/s;

/** No list: the number of the last entry, to see what the flood and the looking at it cost by themselves. */
export const mount: MountList = async (root) => {
  const line = document.createElement('p');
  root.append(line);
  return {
    scroller: '#root',
    row: 'p',
    append: (frame) => {
      line.textContent = `#${LAST_NUMBER.exec(frame.slice(-1000))?.[1]}#`;
    },
  };
};
