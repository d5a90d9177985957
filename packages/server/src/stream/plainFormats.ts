import { categoryOf, type LogEntry, type PlainFormat } from '@tailrace/protocol';

/** Makes one plain message of an entry's JSON. */
export type PlainPrinter = (text: string) => string;

/** The shapes of a plain message. Absent fields stay absent. */
export const PLAIN_PRINTERS: Readonly<Record<PlainFormat, PlainPrinter>> = {
  entry: (text) => text,
  service: printing(serviceMessage),
  monitor: printing(monitorMessage),
  job: printing(jobMessage),
};

/** Levels of a job's lines have the short names that consoles use. */
const JOB_LEVELS = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
} as const;

function printing(shape: (entry: LogEntry) => object): PlainPrinter {
  return (text) => JSON.stringify(shape(JSON.parse(text) as LogEntry));
}

function serviceMessage(entry: LogEntry): object {
  const { timestamp, source, stream, message, level, resource, metadata = {}, context = {} } = entry;
  const service_name = resource?.app ?? source;
  return { timestamp, source, stream, content: message, level, service_name, metadata, context };
}

/** Extra fields stand beside the known ones, which they cannot replace. */
function monitorMessage(entry: LogEntry): object {
  const { timestamp, level, message, code, action, metadata = {}, logger = entry.source } = entry;
  const { module, function: functionName, line } = code ?? {};
  const common = { timestamp, level, logger, message, module, function: functionName, line };
  return categoryOf(entry) === 'audit'
    ? { type: 'audit_log', data: { ...common, action, metadata, event_type: action } }
    : { type: 'system_log', data: { ...metadata, ...common } };
}

function jobMessage(entry: LogEntry): object {
  const { timestamp, level, message, stream = 'stdout', context = {}, metadata = {} } = entry;
  const { job_run_id, task_run_id } = context;
  const task_name = context['task_name'] ?? metadata['task_name'];
  return { job_run_id, task_run_id, timestamp, level: JOB_LEVELS[level], stream, message, task_name };
}
