import type { LogFilter } from '@tailrace/protocol';
import { cutMessage } from '../cutMessage.ts';
import type { LogReader } from '../LogReader.ts';
import type { ReadEntry, SortOrder, TimeKey } from '../../store/LogStore.ts';
import type { ExportFormat } from './ExportFormat.ts';

/** Entries that are in memory at a time. */
export const EXPORT_PAGE_ENTRIES = 250;

export interface ExportRequest {
  readonly filter: LogFilter;
  readonly order: SortOrder;
  readonly format: ExportFormat;
  readonly maxMessage?: number | undefined;
  /** The last position that the file holds: what arrives while it is written is not for it. */
  readonly upTo: number;
}

/**
 * Writes all that match, a page whenever the receiver has taken the one before it. The first page is read before this
 * resolves, so that what goes wrong can still be answered; later it breaks the stream, which says that it is not whole.
 *
 * @param onGone told when nobody takes the stream any more
 * @returns `undefined` when nothing matches
 */
export async function streamEntries(
  reader: LogReader,
  { filter, order, format, maxMessage, upTo }: ExportRequest,
  onGone: () => void,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const pages = entryPages(reader, { filter, order }, upTo);
  const first = await pages.next();
  if (first.done) return undefined;
  const encoder = new TextEncoder();
  let next: IteratorResult<readonly ReadEntry[], void> | undefined = first;
  let head = format.head;

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = next ?? (await pages.next());
        next = undefined;
        if (page.done) return controller.close();
        controller.enqueue(encoder.encode(head + page.value.map(print).join('')));
        head = '';
        return undefined;
      },
      cancel: onGone,
    },
    // Nothing is read ahead of who receives it.
    { highWaterMark: 0 },
  );

  function print({ text }: ReadEntry): string {
    return format.print(maxMessage === undefined ? text : cutMessage(text, maxMessage));
  }
}

/** Pages that have entries, each where the one before it ended. */
async function* entryPages(
  reader: LogReader,
  query: Pick<ExportRequest, 'filter' | 'order'>,
  upTo: number,
): AsyncGenerator<readonly ReadEntry[], void> {
  let after: TimeKey | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.query({ ...query, after, limit: EXPORT_PAGE_ENTRIES });
    const entries = page.entries.filter(({ position }) => position <= upTo);
    if (entries.length > 0) yield entries;
    after = page.next;
  } while (after);
}
