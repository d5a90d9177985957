import { Agent, request } from 'node:http';
import { median } from './Benchmark.ts';
import type { Question } from './questions.ts';

const ASKED = 20;
/** Times that a question is asked before it is measured: a server has answered before, and its code is compiled. */
const ASKED_BEFORE = 10;
/** Milliseconds after which a slow question is not asked again. */
const MAX_ASKING_MS = 5000;

/** How long a question took. */
export interface Asked extends Question {
  /** Milliseconds. */
  readonly median: number;
  /** Milliseconds. */
  readonly worst: number;
  /** Milliseconds of processor time of the server, which others on the machine hardly change. */
  readonly cpu: number;
  /** Whether an answer said that it was not complete. */
  readonly partial: boolean;
}

/** Asks a server as whoever is signed in, on one connection. */
export function askServer(port: number, cookie: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  function get(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, path, agent, headers: { Cookie: cookie } });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${path} was answered ${response.statusCode}: ${text}`));
        });
      });
      outgoing.end();
    });
  }

  const ask = (query: string) => get(`/api/v1/logs${query}`);

  async function cpuTime(): Promise<number> {
    const seconds = /^process_cpu_seconds_total\S* (\S+)/m.exec(await get('/metrics'))?.[1];
    if (seconds === undefined) throw new Error('The server does not tell its processor time');
    return Number(seconds) * 1000;
  }

  async function measure(question: Question): Promise<Asked> {
    const times: number[] = [];
    let partial = false;
    const before = await cpuTime();
    const until = performance.now() + MAX_ASKING_MS;
    for (let i = 0; i < ASKED && (i === 0 || performance.now() < until); i += 1) {
      const asked = performance.now();
      const text = await ask(question.query);
      times.push(performance.now() - asked);
      partial ||= text.includes('"partial":true');
    }
    const cpu = ((await cpuTime()) - before) / times.length;
    return { ...question, median: median(times), worst: Math.max(...times), cpu, partial };
  }

  /** Asks each question without measuring. */
  async function warmUp(questions: readonly Question[]): Promise<void> {
    for (const { query, target } of questions) {
      // Those without a target may take seconds.
      for (let i = 0; target !== undefined && i < ASKED_BEFORE; i += 1) await ask(query);
    }
  }

  return { ask, warmUp, measure, close: () => agent.destroy() };
}
