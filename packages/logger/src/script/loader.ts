import type { LoaderRecord, Recorder } from './LoaderRecord.ts';

/** Calls that wait for the script, at most: what comes after them is counted, and given up. */
const MAX_CALLS = 1000;

const script = document.currentScript as HTMLScriptElement;
const page = window as unknown as { Tailrace?: unknown };

// Each byte of this file stands in the head of every page.
if (!page.Tailrace) {
  let isBlocked = false;
  const calls: LoaderRecord['calls'] = [];
  const lost: LoaderRecord['lost'] = new Map();

  const record = (on: Recorder | undefined, method: string, args: readonly unknown[], made: Recorder = {}) => {
    if (isBlocked) made.resolve?.(undefined);
    else if (calls.length < MAX_CALLS) calls.push({ on, method, args, at: Date.now(), made });
    else {
      made.resolve?.(undefined);
      lost.set(on!, (lost.get(on!) ?? 0) + 1);
    }
  };
}
