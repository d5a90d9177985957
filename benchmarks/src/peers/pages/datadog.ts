import { datadogLogs } from '@datadog/browser-logs';

datadogLogs.init({
  clientToken: 'bench',
  service: 'bench',
  // The vendor's own way to a host of one's own.
  proxy: `${location.origin}/ingest/datadog`,
  sessionSampleRate: 100,
  telemetrySampleRate: 0,
});
const { logger } = datadogLogs;
logger.setLevel('info');
window.peer = {
  info: (message, fields) => logger.info(message, fields),
  error: (message, fields) => logger.error(message, fields),
  disabled: (message, fields) => logger.debug(message, fields),
};
