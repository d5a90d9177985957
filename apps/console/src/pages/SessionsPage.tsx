import { LogViewer, SessionReport } from '@tailrace/viewer';
import { FieldValues } from '../FieldValues.tsx';
import { useAddress } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { api, service } from '../server.ts';

/** What each logger instance said, and what of it is not there. */
export function SessionsPage() {
  const session = useAddress().parts[1];
  if (session === undefined) {
    return (
      <Page title="Sessions">
        <FieldValues
          field="session"
          path="sessions"
          thing="session"
          title="Sessions of the last day"
          hint="Each logger instance is a session: a tab, a process."
        />
      </Page>
    );
  }
  // A session is letters and digits; what else somebody types must not become another filter.
  const filter = `session:${JSON.stringify(session)}`;
  return (
    <Page title="Session" back={{ href: '/sessions', name: 'All sessions' }} fills>
      <SessionReport api={api} session={session} />
      <LogViewer service={service} filter={filter} height="100%" last={5000} maxEntries={20_000} />
    </Page>
  );
}
