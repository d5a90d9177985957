import type { ExportFormat } from './ExportFormat.ts';

/** One entry's JSON a line, as the store has it. */
export const ndjson: ExportFormat = {
  contentType: 'application/x-ndjson',
  extension: 'ndjson',
  head: '',
  print: (text) => `${text}\n`,
};
