import { pino } from 'pino';
import { createBatchingFetch } from './batchingFetch.ts';

const logger = pino({
  level: 'info',
  browser: { asObject: true, write: createBatchingFetch('/ingest/pino') },
});
window.peer = {
  info: (message, fields) => logger.info(fields, message),
  error: (message, fields) => logger.error(fields, message),
  disabled: (message, fields) => logger.debug(fields, message),
};
