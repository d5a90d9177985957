import { LogViewer } from '@tailrace/viewer';
import { FieldValues } from '../FieldValues.tsx';
import { useAddress } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { service } from '../server.ts';

/** Runs of jobs, and the lines of one. */
export function JobsPage() {
  const id = useAddress().parts[1];
  if (id === undefined) {
    return (
      <Page title="Jobs">
        <FieldValues
          field="context.job_run_id"
          path="jobs"
          thing="job run"
          title="Job runs of the last day"
          hint="Entries that have a job_run_id in their context appear here."
        />
      </Page>
    );
  }
  const download = `/api/v1/logs/job-runs/${encodeURIComponent(id)}/download`;
  return (
    <Page
      title={id}
      back={{ href: '/jobs', name: 'All job runs' }}
      fills
      controls={
        <a className="tailrace-action" href={download} download>
          Download
        </a>
      }
    >
      <LogViewer service={service} jobRunId={id} height="100%" last={5000} maxEntries={20_000} />
    </Page>
  );
}
