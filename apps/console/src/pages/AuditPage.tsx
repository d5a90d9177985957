import { DualPanel, LogViewer } from '@tailrace/viewer';
import { useParameter } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { Segments } from '../Segments.tsx';
import { service } from '../server.ts';

const VIEWS = { audit: 'Audit', both: 'Beside system' };

/** Who did what, alone or beside what the system says. */
export function AuditPage() {
  const [view, setView] = useParameter('view', 'audit');
  return (
    <Page
      title="Audit"
      fills
      controls={<Segments label="View" options={VIEWS} value={view} onChange={setView} />}
    >
      {view === 'both' ? (
        <DualPanel service={service} height="100%" />
      ) : (
        <LogViewer service={service} filter="category:audit" height="100%" last={5000} maxEntries={20_000} />
      )}
    </Page>
  );
}
