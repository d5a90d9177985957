import { PerformancePanel, TraceView } from '@tailrace/viewer';
import { FieldValues } from '../FieldValues.tsx';
import { navigate, useAddress } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { api } from '../server.ts';

/** What one user action caused, and what is slow. */
export function TracesPage() {
  const id = useAddress().parts[1];
  if (id !== undefined) {
    return (
      <Page title="Trace" back={{ href: '/traces', name: 'All traces' }} fills>
        <TraceView api={api} correlationId={id} className="console-tall" />
      </Page>
    );
  }
  return (
    <Page title="Traces">
      <FieldValues
        field="context.correlation_id"
        path="traces"
        thing="correlation id"
        title="Traces of the last day"
        hint="Entries that have a correlation_id in their context appear here, across all sources."
      />
      <PerformancePanel
        api={api}
        hours={24}
        onOpen={({ context, trace }) => {
          const trail = context?.['correlation_id'] ?? trace?.trace_id;
          if (typeof trail === 'string') navigate(`/traces/${encodeURIComponent(trail)}`);
        }}
      />
    </Page>
  );
}
