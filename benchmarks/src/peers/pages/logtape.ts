import { configureSync, getLogger } from '@logtape/logtape';
import { createBatchingFetch } from './batchingFetch.ts';

const send = createBatchingFetch('/ingest/logtape');
configureSync({
  sinks: {
    http: ({ category, level, timestamp, message, properties }) =>
      send({ timestamp, level, category, message: message.join(''), properties }),
  },
  loggers: [
    { category: 'bench', sinks: ['http'], lowestLevel: 'info' },
    { category: ['logtape', 'meta'], sinks: [] },
  ],
});
const logger = getLogger('bench');
window.peer = {
  info: (message, fields) => logger.info(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
  disabled: (message, fields) => logger.debug(message, { ...fields }),
};
