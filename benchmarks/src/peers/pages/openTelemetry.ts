import { SeverityNumber, type LogAttributes } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';

const exporter = new OTLPLogExporter({ url: `${location.origin}/ingest/v1/logs` });
const provider = new LoggerProvider({
  processors: [new BatchLogRecordProcessor({ exporter })],
  loggerConfigurator: () => ({
    disabled: false,
    minimumSeverity: SeverityNumber.INFO,
    traceBased: false,
  }),
});
const logger = provider.getLogger('bench');
const at = (severityNumber: SeverityNumber) => (body: string, fields: object) =>
  logger.emit({ severityNumber, body, attributes: fields as LogAttributes });
window.peer = {
  info: at(SeverityNumber.INFO),
  error: at(SeverityNumber.ERROR),
  disabled: at(SeverityNumber.DEBUG),
};
