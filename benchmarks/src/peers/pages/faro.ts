import { initializeFaro, LogLevel } from '@grafana/faro-web-sdk';

const { api } = initializeFaro({
  url: `${location.origin}/ingest/faro`,
  app: { name: 'bench' },
  instrumentations: [],
});
const at =
  (level: LogLevel) =>
  (message: string, { sku, price, n }: { sku: string; price: number; n: number }) =>
    // Its context takes text only.
    api.pushLog([message], { level, context: { sku, price: String(price), n: String(n) } });
window.peer = { info: at(LogLevel.INFO), error: at(LogLevel.ERROR) };
