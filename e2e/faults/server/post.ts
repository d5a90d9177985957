import { request, type Agent } from 'node:http';

/** What came of a request: an answer, no answer at all, or one that ended in its middle. */
export type PostOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: string; readonly body: string }
  | { readonly kind: 'none' | 'cut'; readonly reason: string };

export interface PostOptions {
  readonly url: string;
  readonly key: string;
  readonly agent: Agent;
  readonly body: string;
  /** Milliseconds after which the sender hangs up. @default it waits */
  readonly hangUpAfterMs?: number | undefined;
}

/** Sends segments. By `node:http`, which tells what was cut from what never came. */
export function post({ url, key, agent, body, hangUpAfterMs }: PostOptions): Promise<PostOutcome> {
  return new Promise((resolve) => {
    let readBefore = 0;
    const sent = request(`${url}/api/v1/logs`, {
      method: 'POST',
      agent,
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/x-ndjson',
        'Content-Length': Buffer.byteLength(body),
      },
    });
    sent.on('socket', (socket) => (readBefore = socket.bytesRead));
    sent.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('error', () => undefined); // Followed by the close.
      answer.on('close', () => {
        if (!answer.complete) return resolve({ kind: 'cut', reason: `after ${text.length} characters` });
        const retryAfter = answer.headers['retry-after'];
        resolve({
          kind: 'answer',
          status: answer.statusCode!,
          ...(retryAfter !== undefined && { retryAfter }),
          body: text,
        });
      });
    });
    sent.on('error', ({ message }) => {
      const isCut = (sent.socket?.bytesRead ?? 0) > readBefore;
      resolve({ kind: isCut ? 'cut' : 'none', reason: message });
    });
    if (hangUpAfterMs !== undefined) setTimeout(() => sent.destroy(), hangUpAfterMs);
    sent.end(body);
  });
}
