import { filterOfCard, LogExplorer, STAT_CARDS, StatCards, useQuery } from '@tailrace/viewer';
import { useParameter } from '../navigation.ts';
import { Page } from '../Page.tsx';
import { api, service } from '../server.ts';

/** Only administrators are told the keys. */
const load = (signal: AbortSignal) => api.keys(signal);

/** Everything that is logged, live, with counts of the last day. */
export function LogsPage() {
  const [shown, setShown] = useParameter('level', 'total');
  const selected = STAT_CARDS.find((card) => card === shown) ?? 'total';
  const { data: keys } = useQuery(load);
  return (
    <Page title="Logs" fills>
      <StatCards api={api} hours={24} selected={selected} onSelect={setShown} />
      <LogExplorer
        service={service}
        api={api}
        filter={filterOfCard(selected)}
        canDelete={keys !== undefined}
        height="100%"
      />
    </Page>
  );
}
