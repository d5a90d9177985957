import type { Handler } from 'hono';
import { MAX_WAITING_ANALYSES, type AnalysisQueue } from '../analysis/AnalysisQueue.ts';
import type { LogStore } from '../store/LogStore.ts';
import type { Lifecycle } from '../Lifecycle.ts';
import type { OpenStreams } from '../stream/OpenStreams.ts';

/** `GET /healthz`: the process answers. */
export const healthRoute: Handler = (c) => c.json({ status: 'ok' });

/** What readiness is made of. */
export interface ReadyParts {
  readonly store: Pick<LogStore, 'readiness'>;
  readonly lifecycle: Lifecycle;
  readonly streams: Pick<OpenStreams, 'holders'>;
  readonly analyses: Pick<AnalysisQueue, 'length'>;
}

/** `GET /readyz`: entries can be stored and read; with the parts that this takes, and how busy the others are. */
export function readyRoute({ store, lifecycle, streams, analyses }: ReadyParts): Handler {
  return async (c) => {
    const { writer, reader } = await store.readiness();
    const isReady = writer && reader && !lifecycle.isDraining;
    const status = lifecycle.isDraining ? 'draining' : statusOf(isReady);
    const parts = {
      writer: statusOf(writer),
      reader: statusOf(reader),
      sockets: lifecycle.isDraining ? 'draining' : 'ok',
      // A full queue refuses analyses, and nothing else.
      analysis: statusOf(analyses.length < MAX_WAITING_ANALYSES),
    };
    const open = [...streams.holders()].length;
    return c.json(
      { status, parts, open_streams: open, analysis_queue: analyses.length },
      isReady ? 200 : 503,
    );
  };
}

function statusOf(isReady: boolean): 'ok' | 'unavailable' {
  return isReady ? 'ok' : 'unavailable';
}
