import { Logtail } from '@logtail/browser';

const logtail = new Logtail('bench', { endpoint: `${location.origin}/ingest/logtail` });
window.peer = {
  info: (message, fields) => void logtail.info(message, { ...fields }),
  error: (message, fields) => void logtail.error(message, { ...fields }),
};
