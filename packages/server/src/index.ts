export { ConfigError, readConfig, type Config } from './config.ts';
export type { ServerLog } from './ServerLog.ts';
export { startServer, type RunningServer, type ServerOptions } from './startServer.ts';
