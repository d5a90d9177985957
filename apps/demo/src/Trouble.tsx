import type { Logger } from '@tailrace/logger';
import { useState } from 'react';
import { flood } from './flood.ts';
import type { NetworkSwitch } from './networkSwitch.ts';

interface TroubleProps {
  readonly logger: Logger;
  readonly network: NetworkSwitch;
}

/** All that may go wrong, on buttons. */
export function Trouble({ logger, network }: TroubleProps) {
  const [connected, setConnected] = useState(network.connected);
  const [flooding, setFlooding] = useState(false);

  function toggle() {
    network.setConnected(!connected);
    setConnected(!connected);
  }

  function throwError() {
    try {
      JSON.parse('{"price": 12.50');
    } catch (error) {
      logger.critical('The price list is broken', { error });
    }
  }

  async function startFlood() {
    setFlooding(true);
    await flood(logger, 10_000);
    setFlooding(false);
  }

  return (
    <section className="panel" aria-labelledby="trouble-title">
      <h2 id="trouble-title">Trouble</h2>
      <label className="switch">
        <input type="checkbox" role="switch" checked={connected} onChange={toggle} />
        <span>{connected ? 'Network connected' : 'Network cut off'}</span>
      </label>
      <div className="buttons">
        <button type="button" onClick={throwError}>
          Throw an error
        </button>
        <button type="button" onClick={() => void startFlood()} disabled={flooding}>
          Flood 10,000
        </button>
      </div>
      <p className="hint">
        Cut the network off, log, reload the page or kill the tab; stop the server. Connect again: each entry
        arrives, once.
      </p>
    </section>
  );
}
