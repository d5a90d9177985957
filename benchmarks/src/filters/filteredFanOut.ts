import { median, type Aside, type Benchmark } from '../Benchmark.ts';
import { RATE, runFiltered, SECONDS, SUBSCRIBERS, type FilteredRun } from './filteredRun.ts';
import { runRaw } from './rawRun.ts';

const WORKLOAD = `${SUBSCRIBERS.toLocaleString('en')} subscribers with as many different filters (users, slow calls of a source from a level on, words, loggers with all below them) while ${RATE.toLocaleString('en')} entries a second come in, for ${SECONDS} s; the processor time of the whole server, so that HTTP, redaction and SQLite are in it. That every subscriber got exactly what its filter passes, each entry once, is checked in plain code beside the filters. The subscribers are one process on the same two cores, and acknowledge as a viewer does.`;

/** What a server needs for subscribers of which no two want the same, against sending them ready frames. */
export const filteredFanOut: Benchmark = {
  name: 'filters',
  unit: 'cores of the server',
  better: 'less',
  target: '< 0.5 core, latency p99 < 250 ms',
  says: `${WORKLOAD} The floor sends as many ready frames of the same length to as many sockets in ticks of 50 ms, and does nothing else. Leaves out TLS, compression, and filters that nothing is known of beforehand (regular expressions, parts of words).`,

  async run(rounds) {
    const subject: FilteredRun[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const run = await runFiltered('websocket');
      subject.push(run);
      floor.push(await runRaw(run));
    }
    return {
      subject: { name: 'WebSocket, each its own filter', rounds: subject.map(({ cores }) => cores) },
      floor: { name: 'raw ws send', rounds: floor },
      aside: asideOf(subject),
    };
  },
};

/** The same over Server-Sent Events, against the WebSocket's in the same run. */
export const filteredEvents: Benchmark = {
  name: 'filters by SSE',
  unit: 'cores of the server',
  better: 'less',
  target: '≤ 1.5 of the WebSocket',
  says: `${WORKLOAD} The floor is the same over WebSocket. Leaves out TLS and compression.`,

  async run(rounds) {
    const subject: FilteredRun[] = [];
    const floor: FilteredRun[] = [];
    for (let round = 0; round < rounds; round += 1) {
      subject.push(await runFiltered('sse'));
      floor.push(await runFiltered('websocket'));
    }
    return {
      subject: { name: 'SSE, each its own filter', rounds: subject.map(({ cores }) => cores) },
      floor: { name: 'WebSocket', rounds: floor.map(({ cores }) => cores) },
      aside: asideOf(subject),
    };
  },
};

function asideOf(runs: readonly FilteredRun[]): Aside {
  const figure = (name: keyof FilteredRun) => median(runs.map((run) => run[name]));
  return {
    'entries a second that came in': Math.round(figure('rate')),
    'latency p50, ms': Math.round(figure('latencyP50')),
    'latency p99, ms': Math.round(figure('latencyP99')),
    'event-loop delay p99, ms (10 of them are the clock)': Math.round(figure('loopDelayP99')),
    'deliveries, all of them checked': figure('deliveries'),
    'frames a second': Math.round(figure('frames') / SECONDS),
  };
}
