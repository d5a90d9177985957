import { createLogApi, useQuery } from '@tailrace/viewer';
import { LogStreamingService } from '@tailrace/viewer/stream';

/** The server that serves this page; the page's cookie speaks. */
export const api = createLogApi();

/** One connection for all viewers of the page. */
export const service = new LogStreamingService('/');

const load = (signal: AbortSignal) => api.streamStatus(signal);

/** Whether somebody is signed in who may read; asked again once a minute, for a sign-in ends. */
export function useAccess(): {
  readonly state: 'asking' | 'granted' | 'refused' | 'unreachable';
  retry: () => void;
} {
  const { data, error, refresh } = useQuery(load, 60_000);
  const isRefused = error?.status === 401 || error?.status === 403;
  const state = isRefused ? 'refused' : data ? 'granted' : error ? 'unreachable' : 'asking';
  return { state, retry: refresh };
}
