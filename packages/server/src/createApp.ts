import type { GapReason } from '@tailrace/protocol';
import type { LogSanitizer } from '@tailrace/protocol/sanitize';
import { Hono } from 'hono';
import { createAcceptBatch } from './acceptBatch.ts';
import { AnalysisQueue } from './analysis/AnalysisQueue.ts';
import { createSummaryAnalyzer } from './analysis/summary.ts';
import type { AppEnv } from './AppEnv.ts';
import type { AuditTrail } from './audit/AuditTrail.ts';
import { FailedSignIns } from './audit/FailedSignIns.ts';
import { Authenticator } from './auth/Authenticator.ts';
import type { BrowserSessions } from './auth/BrowserSessions.ts';
import type { Keyring } from './auth/Keyring.ts';
import { SessionCookie } from './auth/SessionCookie.ts';
import { StreamTickets } from './auth/StreamTickets.ts';
import type { Config } from './config.ts';
import type { LogHub } from './hub/LogHub.ts';
import type { AppendSegments } from './ingest/appendSegments.ts';
import { HeldBodies } from './ingest/HeldBodies.ts';
import { createJsonIngest } from './ingest/json.ts';
import { Turns } from './ingest/Turns.ts';
import type { Lifecycle } from './Lifecycle.ts';
import type { ServerMetrics } from './metrics/ServerMetrics.ts';
import { checkHost } from './middleware/checkHost.ts';
import { checkOrigin } from './middleware/checkOrigin.ts';
import { envelope } from './middleware/envelope.ts';
import { limitEntries } from './middleware/limitEntries.ts';
import { measureRequests } from './middleware/measureRequests.ts';
import { noRouteProblem } from './middleware/noRouteProblem.ts';
import { refuseWhenDiskIsLow } from './middleware/refuseWhenDiskIsLow.ts';
import { refuseWhileDraining } from './middleware/refuseWhileDraining.ts';
import { requireRole } from './middleware/requireRole.ts';
import { routeMethods } from './middleware/routeMethods.ts';
import { securityHeaders } from './middleware/securityHeaders.ts';
import { ProblemError, problemResponse } from './Problem.ts';
import type { DiskSpace } from './retention/DiskSpace.ts';
import type { RetentionClock } from './retention/RetentionClock.ts';
import { auditVerificationRoute } from './routes/auditVerification.ts';
import { byFieldRoute } from './routes/byField.ts';
import { cleanupRoute } from './routes/cleanup.ts';
import { consoleFiles, consolePage, opensPage } from './routes/console.ts';
import { contextRoute } from './routes/context.ts';
import { demoConfigRoute, demoFiles } from './routes/demo.ts';
import { exportRoute } from './routes/exportLogs.ts';
import { facetsRoute } from './routes/facets.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { histogramRoute } from './routes/histogram.ts';
import { ingestRoute } from './routes/ingest.ts';
import { downloadRunRoute, runRoute } from './routes/jobRuns.ts';
import { createKeyRoute, listKeysRoute, revokeKeyRoute } from './routes/keys.ts';
import { listPagesRoute } from './routes/legacy.ts';
import { getLevelsRoute, putLevelsRoute } from './routes/levelSettings.ts';
import { getLogRoute, listLogsRoute } from './routes/logs.ts';
import { metricsRoute } from './routes/metrics.ts';
import { apiPageRoute, openApiRoute } from './routes/openApi.ts';
import { performanceRoute } from './routes/performance.ts';
import { retentionSettingsRoute } from './routes/retentionSettings.ts';
import { sessionRoute } from './routes/sessions.ts';
import { signInRoute, signOutRoute } from './routes/signIn.ts';
import { sourcesRoute } from './routes/sources.ts';
import { sseRoute } from './routes/sse.ts';
import { statsRoute } from './routes/stats.ts';
import { notASocket, streamRoute, ticketRoute } from './routes/stream.ts';
import { streamStatusRoute } from './routes/streamStatus.ts';
import { traceRoute } from './routes/traces.ts';
import type { ServerLog } from './ServerLog.ts';
import type { RuntimeLevels } from './settings/RuntimeLevels.ts';
import { StoreError, type LogStore } from './store/LogStore.ts';
import { LiveFeed } from './stream/LiveFeed.ts';
import type { OpenStreams } from './stream/OpenStreams.ts';
import { PlainPrinter } from './stream/PlainPrinter.ts';
import { SharedCounts } from './stream/SharedCounts.ts';

/** Seconds after which a sender may try again when the store took nothing. */
const STORE_RETRY_SECONDS = '5';

export interface AppParts {
  readonly config: Config;
  readonly store: LogStore;
  readonly hub: LogHub;
  readonly levels: RuntimeLevels;
  readonly keyring: Keyring;
  readonly browsers: BrowserSessions;
  readonly lifecycle: Lifecycle;
  readonly streams: OpenStreams;
  readonly log: ServerLog;
  readonly append: AppendSegments;
  readonly sanitizer: LogSanitizer;
  readonly ownSessions: ReadonlySet<string>;
  readonly audit: AuditTrail;
  readonly metrics: ServerMetrics;
  readonly disk: DiskSpace;
  readonly clock: RetentionClock;
}

/** Wires routes to what they use. Every refusal is an `application/problem+json`. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const { config, store, hub, levels, keyring, browsers, lifecycle, streams, log } = parts;
  const { append, sanitizer, ownSessions, audit, metrics, disk, clock } = parts;
  const isSecure = config.tls !== undefined;
  const cookie = new SessionCookie(isSecure);
  const failed = new FailedSignIns(audit, log);
  const authenticator = new Authenticator({
    keyring,
    browsers,
    cookie,
    isOn: config.auth,
    allowedOrigins: config.allowedOrigins,
    onUnknownKey: () => failed.record('key'),
  });
  const tickets = new StreamTickets();
  const feed = new LiveFeed(hub, store.epoch);
  const printer = new PlainPrinter(store.epoch);
  const onGap = (count: number, reason: GapReason) => metrics.gapEntries.inc({ reason }, count);
  const counts = new SharedCounts(store);
  const analyses = new AnalysisQueue({ analyzer: createSummaryAnalyzer(), metrics: metrics.analysis, log });
  const sources = {
    store,
    feed,
    counts,
    analyses,
    printer,
    levels,
    bufferSize: config.bufferSize,
    log,
    onGap,
  };
  const streamOptions = { sources, authenticator, tickets, streams, lifecycle };
  const canRead = requireRole(authenticator, ['read']);
  const canIngest = requireRole(authenticator, ['ingest']);

  const isAdmin = requireRole(authenticator, ['admin']);
  const cleanup = cleanupRoute({ store, disk, audit, clock, archiveDir: config.keeping.archiveDir });

  const app = new Hono<AppEnv>();
  // Around the guards too, so that clients of the older API can read their refusals.
  app.use('/api/logs/*', envelope());
  app.use(
    measureRequests(metrics.requests),
    checkHost([config.host, ...config.allowedHosts]),
    securityHeaders(isSecure),
    checkOrigin({
      isAllowed: (origin) => config.allowedOrigins.includes(origin) || keyring.allowsOrigin(origin),
      methodsOf: (path) => routeMethods(app, path),
    }),
  );

  app.get('/healthz', healthRoute);
  app.get('/readyz', readyRoute({ store, lifecycle, streams, analyses }));

  const turns = new Turns();
  const accept = createAcceptBatch({ append, sanitizer, ownSessions, metrics: metrics.ingest, turns });
  const bodies = new HeldBodies(() =>
    log.warning('Too much waits to be stored: senders are asked to come again'),
  );
  const ingest = ingestRoute({ accept, json: createJsonIngest(), levels, turns, bodies, clock });
  app.post(
    '/api/v1/logs',
    refuseWhileDraining(lifecycle),
    canIngest,
    refuseWhenDiskIsLow(disk),
    limitEntries(config.ingestRate),
    ingest,
  );
  app.get('/api/v1/logs', canRead, listLogsRoute(store));
  app.get('/api/v1/logs/export', canRead, exportRoute({ store, audit }));
  app.get('/api/v1/logs/job-runs/:id', canRead, runRoute(store, 'job_run_id'));
  app.get('/api/v1/logs/job-runs/:id/download', canRead, downloadRunRoute({ store, audit }));
  app.get('/api/v1/logs/task-runs/:id', canRead, runRoute(store, 'task_run_id'));
  app.get('/api/v1/logs/by/:field/:value', canRead, byFieldRoute(store));
  app.get('/api/v1/logs/:id/context', canRead, contextRoute(store));
  app.get('/api/v1/traces/:correlation_id', canRead, traceRoute(store));
  app.get('/api/v1/performance', canRead, performanceRoute(store));
  app.get('/api/v1/logs/stats', canRead, statsRoute(store));
  app.get('/api/v1/logs/sources', canRead, sourcesRoute(store));
  app.get('/api/v1/logs/histogram', canRead, histogramRoute(store));
  app.get('/api/v1/logs/facets', canRead, facetsRoute(store));
  app.get('/api/v1/logs/:id', canRead, getLogRoute(store));
  app.delete('/api/v1/logs/cleanup', refuseWhileDraining(lifecycle), isAdmin, cleanup);
  app.get('/api/v1/sessions/:session', canRead, sessionRoute(store));

  // The same handlers for clients of the older API; see `envelope` for how another one joins.
  app.get('/api/logs', canRead, listPagesRoute(store));
  app.get('/api/logs/search', canRead, listPagesRoute(store));
  app.get('/api/logs/stats', canRead, statsRoute(store));
  app.get('/api/logs/sources', canRead, sourcesRoute(store));
  app.get('/api/logs/export', canRead, exportRoute({ store, audit }));
  app.get('/api/logs/by/:field/:value', canRead, byFieldRoute(store));
  app.delete('/api/logs/cleanup', isAdmin, cleanup);
  app.get('/api/logs/:id', canRead, getLogRoute(store));

  app.get('/api/v1/settings/retention', canRead, retentionSettingsRoute(config.keeping.retention));
  app.get('/api/v1/settings/levels', requireRole(authenticator), getLevelsRoute(levels));
  app.put('/api/v1/settings/levels', refuseWhileDraining(lifecycle), isAdmin, putLevelsRoute(levels, audit));

  app.post('/api/v1/stream/tickets', canRead, ticketRoute(tickets));
  app.get('/api/v1/logs/stream/ws', streamRoute(streamOptions), notASocket);
  app.get('/api/v1/logs/stream/sse', sseRoute(streamOptions));
  app.get('/api/v1/logs/stream/status', canRead, streamStatusRoute(streams, lifecycle));
  app.get('/ws/monitor', streamRoute(streamOptions, 'monitor'), notASocket);
  const page = config.consoleDir === undefined ? undefined : consolePage(config.consoleDir);
  app.get('/', streamRoute(streamOptions, 'service'), ...(page ? [page] : []), (c) =>
    c.redirect('/demo/', 302),
  );
  if (config.consoleDir !== undefined) app.get('/assets/*', consoleFiles(config.consoleDir));

  app.get('/api/v1/openapi.json', openApiRoute);
  app.get('/api', apiPageRoute);

  const closeForbidden = () => streams.closeForbidden();
  app.get('/api/v1/keys', isAdmin, listKeysRoute(keyring));
  app.post('/api/v1/keys', refuseWhileDraining(lifecycle), isAdmin, createKeyRoute(keyring, audit));
  app.delete(
    '/api/v1/keys/:id',
    refuseWhileDraining(lifecycle),
    isAdmin,
    revokeKeyRoute(keyring, audit, closeForbidden),
  );
  app.get('/api/v1/audit/verification', isAdmin, auditVerificationRoute(audit));
  app.get('/metrics', canRead, metricsRoute(metrics));

  const signIn = { browsers, cookie, audit, failed, onSignedOut: closeForbidden };
  app.get('/sign-in', signInRoute(signIn));
  app.post('/sign-out', requireRole(authenticator), signOutRoute(signIn));
  app.get('/demo/config.json', requireRole(authenticator), demoConfigRoute(keyring));
  // Before the files, whose pattern takes it in: relative addresses of the page need the slash.
  app.get('/demo', (c) => c.redirect('/demo/', 301));
  if (config.publicDir !== undefined) app.get('/demo/*', demoFiles(config.publicDir));

  app.notFound(async (c) => {
    const isOfConsole = page && opensPage(c) && routeMethods(app, c.req.path).length === 0;
    const found = isOfConsole ? await page(c, async () => {}) : undefined;
    return found ?? problemResponse(c, noRouteProblem(app, c));
  });
  app.onError((error, c) => problemResponse(c, problemOf(error, log)));
  return app;
}

function problemOf(error: Error, log: ServerLog): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) {
    log.error(error.message, { code: error.code });
    return new ProblemError(error.code, error.message, { 'Retry-After': STORE_RETRY_SECONDS });
  }
  log.error('A request failed', { error: error.stack ?? String(error) });
  return new ProblemError('internal_error', 'The server made a mistake; its log says more');
}
