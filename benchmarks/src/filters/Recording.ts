import { monotonicMs, type Received } from './listenerMessages.ts';

const ENTRY_MARK = Buffer.from('"received_at":');
/** Begins every frame with entries; the raw ones of the floor, too. */
const LOGS_MARK = Buffer.from('{"type":"logs"');
/** Both marks are as long: the bytes of one that is cut in two by the end of a chunk. */
const CUT_LENGTH = ENTRY_MARK.length - 1;

interface Chunk {
  readonly at: number;
  readonly bytes: Buffer;
}

/** Keeps what a listener gets as it came: it is read when the clock has stopped. */
export class Recording {
  readonly #chunks: Chunk[] = [];
  #cut: Buffer = Buffer.alloc(0);
  entries = 0;
  frames = 0;
  bytes = 0;

  add(bytes: Buffer): void {
    this.#chunks.push({ at: monotonicMs(), bytes });
    const text = Buffer.concat([this.#cut, bytes]);
    this.entries += count(text, ENTRY_MARK);
    this.frames += count(text, LOGS_MARK);
    this.#cut = text.subarray(-CUT_LENGTH);
    this.bytes += bytes.length;
  }

  received(): Received {
    const seqs: number[] = [];
    const at: number[] = [];
    // An event may lie in several chunks; it has come when its last one has.
    let rest = '';
    for (const chunk of this.#chunks) {
      const lines = (rest + chunk.bytes.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const json = line.startsWith('data: ') ? line.slice('data: '.length) : line;
        if (!json.startsWith('{"type":"logs"')) continue;
        for (const { seq } of (JSON.parse(json) as { entries: { seq: number }[] }).entries) {
          seqs.push(seq);
          at.push(chunk.at);
        }
      }
    }
    return { seqs, at };
  }
}

function count(bytes: Buffer, mark: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) found += 1;
  return found;
}
