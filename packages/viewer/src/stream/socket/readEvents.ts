/** Characters of one event at most: a server that never ends one is none of ours. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/**
 * Reads Server-Sent Events up to the end of the stream.
 *
 * @param onData gets the data of each event; a comment has none
 * @param onAlive called with whatever comes, comments as well
 */
export async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onData: (data: string) => void,
  onAlive: () => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onAlive();
    rest += value;
    if (rest.length > MAX_EVENT_LENGTH) throw new RangeError('The server sent an event without an end');
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const ended of lines) {
      const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      if (line !== '' || data.length === 0) continue;
      onData(data.join('\n'));
      data = [];
    }
  }
}
