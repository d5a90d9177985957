import type { LogEntry } from '@tailrace/protocol';

/** Rows whose text is kept together. */
export const BLOCK_ROWS = 512;
/** Characters after which a block is full all the same: what is searched without a pause. */
export const BLOCK_CHARACTERS = 64 * 1024;

/** Stands between messages, so that a pattern's `.` and `^` see where each ends. */
const SEPARATOR = '\n';

/** Messages of several rows as one text, in the order in which they came. */
export interface BlockMessages {
  readonly text: string;
  /** Where each ends; the next begins one character further. */
  readonly ends: Uint32Array;
}

/** The text of a few hundred rows: their messages, and the JSON of what no column holds. */
export class TextBlock {
  /** Of the store that gave the rows' cursors. */
  readonly epoch: string;
  /** Rows of it that are still in the buffer. */
  live = 0;
  #messages: string[] | undefined = [];
  #details: string[] | undefined = [];
  /** What was taken in last, as it came: it is wanted at once, and need not be parsed for that. */
  #entries: (LogEntry | undefined)[] = [];
  #characters = 0;
  #messageText = '';
  #detailText = '';
  #messageEnds = new Uint32Array(0);
  #detailEnds = new Uint32Array(0);

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  get length(): number {
    return this.#messages?.length ?? this.#messageEnds.length;
  }

  get full(): boolean {
    return this.length >= BLOCK_ROWS || this.#characters >= BLOCK_CHARACTERS;
  }

  /** @returns the row's slot */
  add(message: string, details: string, entry: LogEntry | undefined): number {
    this.live += 1;
    this.#characters += message.length + details.length;
    this.#entries.push(entry);
    this.#details!.push(details);
    return this.#messages!.push(message) - 1;
  }

  /** Lets go of the entries as they came, and packs the text when no more will be added. */
  settle(): void {
    this.#entries = [];
    if (!this.full || !this.#messages || !this.#details) return;
    this.#messageEnds = endsOf(this.#messages);
    this.#detailEnds = endsOf(this.#details);
    this.#messageText = this.#messages.join(SEPARATOR);
    this.#detailText = this.#details.join(SEPARATOR);
    this.#messages = this.#details = undefined;
  }

  entryAt(slot: number): LogEntry | undefined {
    return this.#entries[slot - (this.length - this.#entries.length)];
  }

  messageAt(slot: number): string {
    return this.#messages ? this.#messages[slot]! : part(this.#messageText, this.#messageEnds, slot);
  }

  messageLengthAt(slot: number): number {
    return this.#messages
      ? this.#messages[slot]!.length
      : this.#messageEnds[slot]! - startOf(this.#messageEnds, slot);
  }

  detailsAt(slot: number): string {
    return this.#details ? this.#details[slot]! : part(this.#detailText, this.#detailEnds, slot);
  }

  /** Whether no row will be added any more. */
  get packed(): boolean {
    return this.#messages === undefined;
  }

  /** All messages; of a block that is packed. */
  messages(): BlockMessages {
    return { text: this.#messageText, ends: this.#messageEnds };
  }
}

export function joinMessages(messages: readonly string[]): BlockMessages {
  return { text: messages.join(SEPARATOR), ends: endsOf(messages) };
}

function endsOf(parts: readonly string[]): Uint32Array<ArrayBuffer> {
  const ends = new Uint32Array(parts.length);
  let end = -1;
  parts.forEach((text, index) => (ends[index] = end += text.length + 1));
  return ends;
}

function startOf(ends: Uint32Array, slot: number): number {
  return slot === 0 ? 0 : ends[slot - 1]! + 1;
}

function part(text: string, ends: Uint32Array, slot: number): string {
  return text.slice(startOf(ends, slot), ends[slot]);
}
