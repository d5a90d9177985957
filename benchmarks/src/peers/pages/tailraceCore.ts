import { createCoreLogger } from '@tailrace/logger/core';

const key = new URLSearchParams(location.search).get('key') ?? 'bench';
const logger = createCoreLogger({ url: location.origin, key, source: 'bench', level: 'info' });
window.peer = { info: logger.info, error: logger.error, disabled: logger.debug };
