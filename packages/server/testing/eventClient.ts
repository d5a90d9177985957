import { request, type IncomingMessage } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';
import { expect, vi } from 'vitest';

/** One event, as an EventSource would give it out. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The last id that stood up to here. */
  readonly id: string;
}

/** A client of Server-Sent Events that keeps what it gets. */
export interface EventClient {
  readonly answer: IncomingMessage;
  readonly events: ServerSentEvent[];
  readonly comments: string[];
  /** The last `id`, also one that came without data. */
  readonly lastEventId: string;
  /** Milliseconds after which the server wants it back. */
  readonly retry: number | undefined;
  readonly ended: Promise<void>;
  /** The data of events of a name, parsed. */
  of<T>(event: string): T[];
  /** Waits for so many events of a name. */
  waitFor<T>(event: string, count: number): Promise<T[]>;
  /** Breaks the connection. */
  close(): void;
}

/**
 * Opens a stream of events, and resolves when it has begun.
 *
 * @param decode makes what the body is read through
 */
export function connectEvents(
  url: string,
  headers: Record<string, string> = {},
  decode: () => Duplex = () => new PassThrough(),
): Promise<EventClient> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { Accept: 'text/event-stream', ...headers } }, (answer) => {
      if (answer.statusCode === 200) resolve(read(answer, decode(), () => sent.destroy()));
      else reject(new Error(`The stream was refused with ${answer.statusCode}`));
    });
    sent.on('error', reject).end();
  });
}

/** Reads as https://html.spec.whatwg.org/multipage/server-sent-events.html says. */
function read(answer: IncomingMessage, body: Duplex, close: () => void): EventClient {
  const events: ServerSentEvent[] = [];
  const comments: string[] = [];
  let rest = '';
  let [event, data, id]: [string, string[], string] = ['', [], ''];
  let retry: number | undefined;

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n'), id });
      [event, data] = ['', []];
      return;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(text) ?? [];
    if (field === '') comments.push(value);
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
    else if (field === 'retry') retry = Number(value);
  }

  answer.pipe(body).setEncoding('utf8');
  body.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r\n|\r|\n/);
    rest = lines.pop()!;
    lines.forEach(line);
  });
  const ended = new Promise<void>((resolve) => answer.once('close', resolve));
  answer.on('error', () => {
    // The test broke the connection itself, or sees by what it got that it broke.
  });

  const client: EventClient = {
    answer,
    events,
    comments,
    get lastEventId() {
      return id;
    },
    get retry() {
      return retry;
    },
    ended,
    close,
    of: <T>(name: string) =>
      events.filter((one) => one.event === name).map((one) => JSON.parse(one.data) as T),
    async waitFor<T>(name: string, count: number) {
      await vi.waitFor(() => expect(client.of(name).length).toBeGreaterThanOrEqual(count), {
        timeout: 5000,
        interval: 5,
      });
      return client.of<T>(name);
    },
  };
  return client;
}
