import { ApplicationInsights, SeverityLevel } from '@microsoft/applicationinsights-web';

const insights = new ApplicationInsights({
  config: {
    connectionString: `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${location.origin}/ingest/`,
    // It would fetch its configuration from the vendor, who cannot be reached here.
    extensionConfig: { AppInsightsCfgSyncPlugin: { cfgUrl: '' } },
  },
});
insights.loadAppInsights();
const at = (severityLevel: SeverityLevel) => (message: string, fields: object) =>
  insights.trackTrace({ message, severityLevel }, { ...fields });
window.peer = { info: at(SeverityLevel.Information), error: at(SeverityLevel.Error) };
