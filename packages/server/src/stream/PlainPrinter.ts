import { formatCursor, type PlainFormat } from '@tailrace/protocol';
import { printEvent, printMark } from './eventStream.ts';
import type { FeedPage } from './FeedPage.ts';
import { PLAIN_FORMATTERS } from './plainFormats.ts';
import type { MessagePage } from './StreamSocket.ts';

/** Name of the events of each format. */
const EVENT_NAMES: Readonly<Record<string, string>> = { event: 'log_entry_created' };
const DEFAULT_EVENT_NAME = 'log';

/** Prints pages as plain messages; a page that many get in one format is printed once. */
export class PlainPrinter {
  readonly #epoch: string;
  readonly #printed = new WeakMap<FeedPage, Map<PlainFormat, MessagePage>>();

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  print(page: FeedPage, format: PlainFormat): MessagePage {
    const byFormat = this.#printed.get(page) ?? new Map<PlainFormat, MessagePage>();
    this.#printed.set(page, byFormat);
    const printed = byFormat.get(format) ?? new PrintedPage(this.#epoch, page, format);
    byFormat.set(format, printed);
    return printed;
  }
}

class PrintedPage implements MessagePage {
  readonly #epoch: string;
  readonly #page: FeedPage;
  readonly #format: PlainFormat;
  readonly #messages: readonly string[];
  #frames: readonly Buffer[] | undefined;
  #events: Buffer | undefined;

  constructor(epoch: string, page: FeedPage, format: PlainFormat) {
    this.#epoch = epoch;
    this.#page = page;
    this.#format = format;
    this.#messages = page.texts.map(PLAIN_FORMATTERS[format]);
  }

  get frames(): readonly Buffer[] {
    return (this.#frames ??= this.#messages.map((message) => Buffer.from(message)));
  }

  get events(): Buffer {
    if (this.#events) return this.#events;
    const name = EVENT_NAMES[this.#format] ?? DEFAULT_EVENT_NAME;
    const { positions, to } = this.#page;
    const events = this.#messages.map((message, i) =>
      printEvent(name, formatCursor(this.#epoch, positions[i]!), message),
    );
    // What follows the last one up to there passes nothing, and need not be read again.
    if (to !== positions.at(-1)) events.push(printMark(formatCursor(this.#epoch, to)));
    return (this.#events = Buffer.from(events.join('')));
  }
}
