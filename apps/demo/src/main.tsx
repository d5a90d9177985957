import { createLogger, type Logger } from '@tailrace/logger';
import { LogViewer } from '@tailrace/viewer';
import '@tailrace/viewer/viewer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './demo.css';
import { installNetworkSwitch, type NetworkSwitch } from './networkSwitch.ts';
import { Shop } from './Shop.tsx';
import { loadConfig } from './signIn.ts';
import { SignInNotice } from './SignInNotice.tsx';
import { StatusPanel } from './StatusPanel.tsx';
import { Trouble } from './Trouble.tsx';

declare global {
  interface Window {
    /** For the console of whoever plays with the demo, and for the end-to-end tests. */
    shop?: { readonly logger: Logger };
  }
}

const root = createRoot(document.querySelector('#root')!);
const config = await loadConfig();
if (config) {
  const network = installNetworkSwitch();
  const logger = createLogger({
    url: location.origin,
    key: config.ingest_key,
    source: 'shop',
    logger: 'shop',
    resource: { app: 'demo-shop', version: '1.0.0', environment: 'demo' },
  });
  window.shop = { logger };
  logger.info('Page opened', { path: location.pathname });
  root.render(
    <StrictMode>
      <Page logger={logger} network={network} />
    </StrictMode>,
  );
} else {
  root.render(<SignInNotice />);
}

function Page({ logger, network }: { readonly logger: Logger; readonly network: NetworkSwitch }) {
  return (
    <>
      <header className="masthead">
        <h1>Tailrace</h1>
        <p>A shop that logs, and the log it leaves.</p>
        <a href="/">Console</a>
      </header>
      <main className="page">
        <div className="aside">
          <Shop logger={logger} />
          <Trouble logger={logger} network={network} />
          <StatusPanel logger={logger} />
        </div>
        <section className="log" aria-label="Log">
          <LogViewer url={location.origin} height="100%" maxEntries={10_000} />
        </section>
      </main>
    </>
  );
}
