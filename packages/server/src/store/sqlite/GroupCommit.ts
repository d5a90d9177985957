import type { Appended } from '../LogStore.ts';
import type { SegmentRows } from './rows.ts';

/** Milliseconds for which an append waits for others, to share their sync to disk. */
const GROUP_COMMIT_MS = 2;
/** Entries after which a commit waits for nothing more. */
const GROUP_COMMIT_ENTRIES = 500;

interface Waiting {
  readonly segments: readonly SegmentRows[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers appends of several requests into one commit. */
export class GroupCommit {
  readonly #commit: (appends: readonly (readonly SegmentRows[])[]) => Appended[];
  #waiting: Waiting[] = [];
  #entries = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(commit: (appends: readonly (readonly SegmentRows[])[]) => Appended[]) {
    this.#commit = commit;
  }

  append(segments: readonly SegmentRows[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ segments, resolve, reject });
      for (const { rows } of segments) this.#entries += rows.length;
      if (this.#entries >= GROUP_COMMIT_ENTRIES) this.flush();
      else this.#timer ??= setTimeout(() => this.flush(), GROUP_COMMIT_MS);
    });
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#entries = 0;
    if (waiting.length > 0) this.#settle(waiting);
  }

  /** When a commit fails, each append is tried by itself, so that none fails for what came with another. */
  #settle(waiting: readonly Waiting[]): void {
    try {
      const appended = this.#commit(waiting.map(({ segments }) => segments));
      waiting.forEach(({ resolve }, i) => resolve(appended[i]!));
    } catch (error) {
      if (waiting.length === 1) waiting[0]!.reject(error);
      else for (const one of waiting) this.#settle([one]);
    }
  }
}
