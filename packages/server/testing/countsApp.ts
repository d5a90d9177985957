import { Hono } from 'hono';
import type { AppEnv } from '../src/AppEnv.ts';
import { EVERYBODY } from '../src/auth/Identity.ts';
import { problemResponse, type ProblemError } from '../src/Problem.ts';
import { facetsRoute } from '../src/routes/facets.ts';
import { histogramRoute } from '../src/routes/histogram.ts';
import { sourcesRoute } from '../src/routes/sources.ts';
import { statsRoute } from '../src/routes/stats.ts';
import type { LogStore } from '../src/store/LogStore.ts';

/** The routes that count, over a store, for everybody. */
export function createCountsApp(store: LogStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('identity', EVERYBODY);
    await next();
  });
  app.get('/stats', statsRoute(store));
  app.get('/sources', sourcesRoute(store));
  app.get('/histogram', histogramRoute(store));
  app.get('/facets', facetsRoute(store));
  app.onError((error, c) => problemResponse(c, error as ProblemError));
  return app;
}
