import {
  categoryOf,
  truncateText,
  type LogEntry,
  type ModelEntry,
  type PlainFormat,
} from '@tailrace/protocol';

/** Makes one plain message of an entry's JSON. */
export type PlainFormatter = (text: string) => string;

/** The shapes of a plain message. Absent fields stay absent. */
export const PLAIN_FORMATTERS: Readonly<Record<PlainFormat, PlainFormatter>> = {
  entry: (text) => text,
  service: printing(serviceMessage),
  monitor: printing(monitorMessage),
  job: printing(jobMessage),
  model: printing(modelEntryOf),
  event: printing(eventMessage),
};

/** UTF-16 code units of the message in an event that only tells that there is an entry. */
export const MAX_EVENT_MESSAGE_LENGTH = 100;

/** The channel of entries that have none, for clients that expect one. */
const DEFAULT_STREAM = 'stdout';

/** Levels of a job's lines have the short names that consoles use. */
const JOB_LEVELS = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
} as const;

function printing(shape: (entry: LogEntry) => object): PlainFormatter {
  return (text) => JSON.stringify(shape(JSON.parse(text) as LogEntry));
}

function serviceMessage(entry: LogEntry): object {
  const { timestamp, source, message, level, resource } = entry;
  const { stream = DEFAULT_STREAM, metadata = {}, context = {} } = entry;
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
  const { timestamp, level, message, stream = DEFAULT_STREAM, context = {}, metadata = {} } = entry;
  const { job_run_id, task_run_id } = context;
  const task_name = context['task_name'] ?? metadata['task_name'];
  return { job_run_id, task_run_id, timestamp, level: JOB_LEVELS[level], stream, message, task_name };
}

/** Everything that a model should know of an entry besides its text is context, a container's id included. */
export function modelEntryOf(entry: LogEntry): ModelEntry {
  const { timestamp: time, source, message: content, level, resource, metadata = {} } = entry;
  const { container_id } = metadata;
  const context = { ...entry.context, ...(container_id !== undefined && { container_id }) };
  return { time, source, content, level, service: resource?.app ?? source, context };
}

function eventMessage({ id, timestamp, level, source, message }: LogEntry): object {
  const type = 'log_entry_created';
  return { type, id, timestamp, level, source, message: truncateText(message, MAX_EVENT_MESSAGE_LENGTH) };
}
