import { init, logger, makeBrowserOfflineTransport, makeFetchTransport } from '@sentry/browser';

init({
  dsn: `${location.protocol}//public@${location.host}/1`,
  transport: (options) =>
    makeBrowserOfflineTransport(makeFetchTransport)({ ...options, flushAtStartup: true }),
});
window.peer = {
  info: (message, fields) => logger.info(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
};
