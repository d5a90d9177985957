import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { ensureChromium } from '../../../scripts/ensureChromium.mjs';

/** What a page answers to a command of the DevTools protocol. */
interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * A Chromium whose pages nobody watches. Playwright has every page report its requests, bodies included, which
 * costs the main thread up to half a millisecond each: more than some loggers need to send them.
 */
export class UnwatchedBrowser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #endpoint: string;

  private constructor(process: ChildProcess, profile: string, endpoint: string) {
    this.#process = process;
    this.#profile = profile;
    this.#endpoint = endpoint;
  }

  static async launch(args: readonly string[]): Promise<UnwatchedBrowser> {
    const profile = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
    const browser = spawn(
      ensureChromium(),
      [...args, '--headless=new', `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const host = await new Promise<string>((resolve, reject) => {
      let said = '';
      browser.stderr.on('data', (data) => {
        said += String(data);
        const host = /ws:\/\/([\d.:]+)\//.exec(said)?.[1];
        if (host) resolve(host);
      });
      browser.once('exit', () => reject(new Error(`Chromium did not start: ${said}`)));
    });
    return new UnwatchedBrowser(browser, profile, `http://${host}`);
  }

  async open(url: string): Promise<UnwatchedPage> {
    const response = await fetch(`${this.#endpoint}/json/new?${url}`, { method: 'PUT' });
    const target = (await response.json()) as {
      readonly id: string;
      readonly webSocketDebuggerUrl: string;
    };
    const socket = new WebSocket(target.webSocketDebuggerUrl, { perMessageDeflate: false });
    await once(socket, 'open');
    return new UnwatchedPage(socket, async () => {
      socket.close();
      await fetch(`${this.#endpoint}/json/close/${target.id}`);
    });
  }

  async close(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
    // Its helper processes end a moment later, and write until then.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** A page of which only what is asked for is told. */
export class UnwatchedPage {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly close: () => Promise<void>;
  #lastId = 0;

  constructor(socket: WebSocket, close: () => Promise<void>) {
    this.#socket = socket;
    this.close = close;
    socket.on('message', (data: Buffer) => {
      const answer = JSON.parse(data.toString('utf8')) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  /** The value of an expression, or of the promise that it is. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#send<{
      readonly result: { readonly value: T };
      readonly exceptionDetails?: { readonly text: string };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${exceptionDetails.text}: ${expression}`);
    return result.value;
  }

  /** Seconds that the main thread has been at work: all tasks, not only the logger's. */
  async taskSeconds(): Promise<number> {
    await this.#send('Performance.enable', { timeDomain: 'threadTicks' });
    const { metrics } = await this.#send<{
      readonly metrics: readonly { readonly name: string; readonly value: number }[];
    }>('Performance.getMetrics', {});
    const duration = metrics.find(({ name }) => name === 'TaskDuration');
    if (!duration) throw new Error('This browser does not tell its task duration');
    return duration.value;
  }

  #send<T>(method: string, params: object): Promise<T> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error) reject(new Error(error.message));
        else resolve(result as T);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
