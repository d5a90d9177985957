import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { ListenerOrder } from './listenerMessages.ts';
import type { Recording } from './Recording.ts';

/** Resolves when the subscription stands. */
export async function listenToEvents(
  { port, path, headers }: Extract<ListenerOrder, { type: 'open' }>,
  filter: string,
  recording: Recording,
): Promise<void> {
  const query = new URLSearchParams({ format: 'frames', after: 'now', q: filter });
  const outgoing = request({ host: '127.0.0.1', port, path: `${path}?${query}`, headers, agent: false });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${filter} was answered ${response.statusCode}`);
  await new Promise<void>((resolve) => {
    let start = '';
    response.on('data', (bytes: Buffer) => {
      recording.add(bytes);
      if (start === 'live') return;
      start += bytes.toString();
      if (!start.includes('{"type":"live"')) return;
      start = 'live';
      resolve();
    });
  });
}
