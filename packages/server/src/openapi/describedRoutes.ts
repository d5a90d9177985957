import type { RouteDescription } from './RouteDescription.ts';
import { cleanupRoutes } from './routes/cleanup.ts';
import { exchangeRoutes } from './routes/exchanges.ts';
import { exportRoutes } from './routes/exports.ts';
import { olderApiRoutes } from './routes/olderApi.ts';
import { queryRoutes } from './routes/query.ts';
import { serviceRoutes } from './routes/service.ts';

/** Every route of `createApp`; a test compares the two. */
export const DESCRIBED_ROUTES: readonly RouteDescription[] = [
  ...queryRoutes,
  ...exportRoutes,
  ...exchangeRoutes,
  ...cleanupRoutes,
  ...serviceRoutes,
  ...olderApiRoutes,
];
