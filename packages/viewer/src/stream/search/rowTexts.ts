import type { LogRows } from '../buffer/LogRows.ts';
import { joinMessages, type BlockMessages } from '../buffer/TextBlock.ts';

/** The messages of some rows that follow each other, counted from the first one asked for. */
export interface RowTexts extends BlockMessages {
  readonly offset: number;
}

/** The messages of `count` rows from `index` on: whole blocks as they are, and what is left put together. */
export function rowTexts(rows: LogRows, index: number, count: number): RowTexts[] {
  const texts: RowTexts[] = [];
  let loose: string[] = [];
  const finishLoose = (end: number) => {
    if (loose.length > 0) texts.push({ offset: end - loose.length, ...joinMessages(loose) });
    loose = [];
  };
  for (let offset = 0; offset < count;) {
    const whole = wholeBlock(rows, index + offset, count - offset);
    if (whole) {
      finishLoose(offset);
      texts.push({ offset, ...whole });
      offset += whole.ends.length;
    } else {
      loose.push(rows.messageAt(index + offset));
      offset += 1;
    }
  }
  finishLoose(count);
  return texts;
}

/** The block that these rows are, if they are one. */
function wholeBlock(rows: LogRows, index: number, count: number): BlockMessages | undefined {
  if (rows.slotAt(index) !== 0) return undefined;
  const number = rows.blockNumberAt(index);
  const block = rows.blockOf(number);
  if (!block?.packed || block.length > count) return undefined;
  for (let slot = 1; slot < block.length; slot += 1) {
    if (rows.slotAt(index + slot) !== slot || rows.blockNumberAt(index + slot) !== number) return undefined;
  }
  return block.messages();
}
