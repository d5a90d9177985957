import log from 'loglevel';
import { createBatchingFetch } from './batchingFetch.ts';

// The documented way to send elsewhere: a method factory, over which the level is set again.
const send = createBatchingFetch('/ingest/loglevel');
log.methodFactory = (level) => (message: unknown, fields: unknown) =>
  send({ level, timestamp: Date.now(), message, fields });
log.setLevel('info', false);
window.peer = {
  info: (message, fields) => log.info(message, fields),
  error: (message, fields) => log.error(message, fields),
  disabled: (message, fields) => log.debug(message, fields),
};
