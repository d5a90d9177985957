import type { LogFilter } from '@tailrace/protocol';
import { cutMessage } from '../cutMessage.ts';
import type { LogReader } from '../LogReader.ts';
import type { ReadEntry, SortOrder } from '../../store/LogStore.ts';
import { entryPages } from './entryPages.ts';
import type { ExportFormat } from './ExportFormat.ts';

/** Entries that are printed at a time, so that others get their turn. */
const CHUNK_ENTRIES = 250;

export interface ExportRequest {
  readonly filter: LogFilter;
  readonly order: SortOrder;
  readonly format: ExportFormat;
  readonly maxMessage?: number | undefined;
  /** The last position that the file holds: what arrives while it is written is not for it. */
  readonly upTo: number;
}

/**
 * Writes all that match, some whenever the receiver has taken those before them. The first are read before this
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
  const chunks = entryChunks(reader, { filter, order, upTo });
  const first = await chunks.next();
  if (first.done) return undefined;
  const encoder = new TextEncoder();
  let next: IteratorResult<readonly ReadEntry[], void> | undefined = first;
  let head = format.head;

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = next ?? (await chunks.next());
        next = undefined;
        if (chunk.done) return controller.close();
        controller.enqueue(encoder.encode(head + chunk.value.map(print).join('')));
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

/** Entries by and by. */
async function* entryChunks(
  reader: LogReader,
  query: Pick<ExportRequest, 'filter' | 'order' | 'upTo'>,
): AsyncGenerator<readonly ReadEntry[], void> {
  for await (const entries of entryPages(reader, query)) {
    for (let i = 0; i < entries.length; i += CHUNK_ENTRIES) yield entries.slice(i, i + CHUNK_ENTRIES);
  }
}
