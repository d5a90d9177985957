import { useMemo } from 'react';
import { createLogApi, type LogApi } from './LogApi.ts';

/** Where a part asks. */
export interface LogApiProps {
  /** What asks the server; for tokens and other options. */
  readonly api?: LogApi | undefined;
  /** The server's address, where no `api` is given. @default the page's own origin */
  readonly url?: string | undefined;
}

/** The given one, or one of this address. */
export function useLogApi({ api, url }: LogApiProps): LogApi {
  return useMemo(() => api ?? createLogApi(url === undefined ? {} : { baseUrl: url }), [api, url]);
}
