import { printFilter } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { filterFromQuery } from '../query/filterFromQuery.ts';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS } from '../query/export/exportFormats.ts';
import type { ExportFormat } from '../query/export/ExportFormat.ts';
import { streamEntries, type ExportRequest } from '../query/export/streamEntries.ts';
import { readerFor } from '../query/LogReader.ts';
import { maxMessage, order } from '../query/pageParameters.ts';
import { oneOf, readParameters } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';

export const exportParameters = z.object({
  format: oneOf(EXPORT_FORMAT_NAMES)
    .default('ndjson')
    .describe('Lines of JSON, a table for spreadsheets, or text for people.'),
  order: order('asc'),
  max_message: maxMessage,
});

/** `GET /api/v1/logs/export`: all that pass the filters, as a file that is written while it is read. */
export function exportRoute(parts: DownloadParts): Handler<AppEnv> {
  return async (c) => {
    const query = c.req.queries();
    const { filter } = filterFromQuery(query, Object.keys(exportParameters.shape));
    const { format: name, ...parameters } = readParameters(exportParameters, query);
    const format = EXPORT_FORMATS[name];
    const request = { filter, order: parameters.order, format, maxMessage: parameters.max_message };
    const now = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    const body = await downloadOf(c, parts, request);
    return download(c, body ?? format.head, `tailrace-logs-${now}Z`, format);
  };
}

/** What files are made of, and where it is written down that they were. */
export interface DownloadParts {
  readonly store: LogStore;
  readonly audit: AuditTrail;
}

/** The text of a file, as far as the store has it now; `undefined` when there is nothing to write. */
export async function downloadOf(
  c: Context<AppEnv>,
  { store, audit }: DownloadParts,
  request: Omit<ExportRequest, 'upTo'>,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const gone = new AbortController();
  const reader = readerFor(c, store, AbortSignal.any([c.req.raw.signal, gone.signal]));
  // Taken first: that it was exported is itself an entry, and not of this file.
  const upTo = store.head;
  await audit.record(c.get('identity'), {
    action: 'logs_export',
    message: 'Exported entries',
    metadata: { format: request.format.extension, filter: printFilter(request.filter) },
  });
  return streamEntries(reader, { ...request, upTo }, () => gone.abort());
}

/** Answers with a file. */
export function download(
  c: Context,
  body: ReadableStream<Uint8Array> | string,
  name: string,
  { contentType, extension }: ExportFormat,
): Response {
  c.header('Content-Type', contentType);
  c.header('Content-Disposition', `attachment; filename="${fileNameOf(name)}.${extension}"`);
  c.header('Cache-Control', 'no-store');
  // A proxy that compresses or buffers would hold the whole of it back.
  c.header('X-Accel-Buffering', 'no');
  return c.body(body);
}

/** Letters, digits and a few marks, and no dot in front: the same on every system, and nothing to break out with. */
function fileNameOf(name: string): string {
  return name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120);
}
