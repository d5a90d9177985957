import { useCallback, useSyncExternalStore } from 'react';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import type { StreamStatus } from '../stream/StreamStatus.ts';

const ON_THE_SERVER: StreamStatus = { state: 'connecting', attempt: 0 };

/** How the service's connection is doing. */
export function useStreamStatus(service: LogStreamingService): StreamStatus {
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = service.status$.subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [service],
  );
  return useSyncExternalStore(
    subscribe,
    () => service.currentStatus,
    () => ON_THE_SERVER,
  );
}
