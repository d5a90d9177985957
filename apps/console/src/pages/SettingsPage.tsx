import { LevelSettings } from '@tailrace/viewer';
import { Keys } from '../Keys.tsx';
import { Page } from '../Page.tsx';
import { Retention } from '../Retention.tsx';
import { api } from '../server.ts';

/** What an administrator sets: levels and keys; and what the environment has set. */
export function SettingsPage() {
  return (
    <Page title="Settings">
      <LevelSettings api={api} />
      <Keys />
      <Retention />
    </Page>
  );
}
