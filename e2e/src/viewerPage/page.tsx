import { createLogApi, LogExplorer, LogViewer } from '@tailrace/viewer';
import { LogBuffer, LogSearch, LogStreamingService } from '@tailrace/viewer/stream';
import type { LogEntry } from '@tailrace/protocol';
import '@tailrace/viewer/viewer.css';
import { createRoot } from 'react-dom/client';

/** What the page knows of the connection. */
export interface ViewerReport {
  readonly state: string;
  /** How often it was live, and then was not. */
  readonly losses: number;
  /** Entries that the stream has brought. */
  readonly received: number;
}

declare global {
  interface Window {
    viewer: {
      report(): ViewerReport;
      /** Searches messages for a pattern. How many matched, or the code of the error. */
      searchPattern(pattern: string, messages: readonly string[]): Promise<number | string>;
    };
  }
}

const query = new URLSearchParams(location.search);
const token = query.get('token');
const service = new LogStreamingService('/', token === null ? {} : { getToken: () => token });
let [losses, received] = [0, 0];
let wasLive = false;
service.status$.subscribe(({ state }) => {
  if (wasLive && state !== 'live') losses += 1;
  wasLive = state === 'live';
});
service.entries$.subscribe((entries) => (received += entries.length));

window.viewer = {
  report: () => ({ state: service.currentStatus.state, losses, received }),
  searchPattern: (pattern, messages) =>
    new Promise((resolve) => {
      const buffer = new LogBuffer({ capacity: messages.length });
      buffer.append(messages.map(entryOf));
      const search = new LogSearch(buffer);
      search.subscribe(() => {
        if (search.state === 'complete') resolve(search.count);
        if (search.state === 'failed') resolve(search.error!.code);
      });
      search.find({ text: pattern, regex: true });
    }),
};

const maxEntries = Number(query.get('entries') ?? 1000);
const last = Math.min(maxEntries, 1000);
createRoot(document.querySelector('#root')!).render(
  query.get('part') === 'explorer' ? (
    <LogExplorer
      service={service}
      api={createLogApi(token === null ? {} : { getToken: () => token })}
      height="100vh"
      maxEntries={maxEntries}
      last={last}
    />
  ) : (
    <LogViewer service={service} height="100vh" density="compact" maxEntries={maxEntries} last={last} />
  ),
);

function entryOf(message: string, index: number): LogEntry {
  const timestamp = new Date(index).toISOString();
  const session = 'patternSearch001';
  return {
    id: `${session}-${index + 1}`,
    session,
    seq: index + 1,
    timestamp,
    received_at: timestamp,
    cursor: `search.${index + 1}`,
    level: 'info',
    source: 'search',
    message,
  };
}
