import { filterOfCard, LogViewer, STAT_CARDS, StatCards } from '@tailrace/viewer';
import { useParameter } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { api, service } from '../server.ts';

/** Everything that is logged, live, with counts of the last day. */
export function LogsPage() {
  const [shown, setShown] = useParameter('level', 'total');
  const selected = STAT_CARDS.find((card) => card === shown) ?? 'total';
  return (
    <Page title="Logs" fills>
      <StatCards api={api} hours={24} selected={selected} onSelect={setShown} />
      {/* The explorer takes this place. */}
      <LogViewer
        service={service}
        filter={filterOfCard(selected)}
        height="100%"
        last={5000}
        maxEntries={20_000}
      />
    </Page>
  );
}
