/// <reference lib="webworker" />
import type { SearchReply, SearchRequest } from './searchMessages.ts';

/** Runs regular expressions where one that never ends can be ended. */
declare const self: DedicatedWorkerGlobalScope;

const reply = (message: SearchReply) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<SearchRequest>) => {
  const pattern = new RegExp(data.source, data.flags);
  const found = data.texts.map(({ text, ends }) => {
    const rows: number[] = [];
    let start = 0;
    ends.forEach((end, row) => {
      if (pattern.test(text.slice(start, end))) rows.push(row);
      start = end + 1;
    });
    return Int32Array.from(rows);
  });
  reply({ type: 'found', id: data.id, found });
});
reply({ type: 'ready' });
