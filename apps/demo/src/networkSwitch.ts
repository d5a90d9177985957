/**
 * The demo's plug: pulled, every request of this page fails as it does without a network. The logger is
 * not told; it finds out as it would in a train.
 */
export interface NetworkSwitch {
  readonly connected: boolean;
  setConnected(connected: boolean): void;
}

/** Puts the plug between the page and its `fetch`. To be called before the logger is made. */
export function installNetworkSwitch(): NetworkSwitch {
  const realFetch = window.fetch.bind(window);
  let connected = true;
  window.fetch = (input, init) =>
    connected ? realFetch(input, init) : Promise.reject(new TypeError('The demo has pulled the plug'));
  return {
    get connected() {
      return connected;
    },
    setConnected(value) {
      connected = value;
      if (connected) window.dispatchEvent(new Event('online'));
    },
  };
}
