import { csv } from './csv.ts';
import type { ExportFormat } from './ExportFormat.ts';
import { ndjson } from './ndjson.ts';
import { txt } from './txt.ts';

export const EXPORT_FORMAT_NAMES = ['ndjson', 'csv', 'txt'] as const;
export type ExportFormatName = (typeof EXPORT_FORMAT_NAMES)[number];

export const EXPORT_FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = { ndjson, csv, txt };
