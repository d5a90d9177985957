import type { MountedList } from './lists/MountedList.ts';

type Place = Pick<MountedList, 'scroller' | 'row'>;

/** Numbers of the entries that can be seen now, in no order: of rows whose middle is within the list. */
export function entriesOnScreen({ scroller, row }: Place): number[] {
  const list = document.querySelector(scroller);
  if (!list) return [];
  const box = list.getBoundingClientRect();
  const numbers: number[] = [];
  for (const element of list.querySelectorAll(row)) {
    const { top, bottom } = element.getBoundingClientRect();
    const middle = (top + bottom) / 2;
    if (middle < box.top || middle > box.bottom) continue;
    const number = /#(\d+)#/.exec(element.textContent)?.[1];
    if (number !== undefined) numbers.push(Number(number));
  }
  return numbers;
}

/** Resolves after a frame has been laid out and painted, so that looking at it costs no layout. */
export async function afterPaint(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', resolve, { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
