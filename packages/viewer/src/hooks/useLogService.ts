import { useMemo } from 'react';
import { LogStreamingService } from '../stream/LogStreamingService.ts';

/** Viewers of one server share one connection, also when nobody hands them a service. */
const services = new Map<string, LogStreamingService>();

/** The given service, or the one of this address; it connects only while somebody subscribes. */
export function useLogService(service: LogStreamingService | undefined, url: string): LogStreamingService {
  return useMemo(() => {
    if (service) return service;
    const known = services.get(url) ?? new LogStreamingService(url);
    services.set(url, known);
    return known;
  }, [service, url]);
}
