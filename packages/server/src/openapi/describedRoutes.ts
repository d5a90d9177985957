import type { RouteDescription } from './RouteDescription.ts';
import { accessRoutes } from './routes/access.ts';
import { cleanupRoutes } from './routes/cleanup.ts';
import { countRoutes } from './routes/counts.ts';
import { exchangeRoutes } from './routes/exchanges.ts';
import { exportRoutes } from './routes/exports.ts';
import { olderApiRoutes } from './routes/olderApi.ts';
import { queryRoutes } from './routes/query.ts';
import { serviceRoutes } from './routes/service.ts';
import { streamRoutes } from './routes/streams.ts';

/** Every route of `createApp`; a test compares the two. */
export const DESCRIBED_ROUTES: readonly RouteDescription[] = [
  ...queryRoutes,
  ...countRoutes,
  ...exportRoutes,
  ...exchangeRoutes,
  ...streamRoutes,
  ...accessRoutes,
  ...cleanupRoutes,
  ...serviceRoutes,
  ...olderApiRoutes,
];
