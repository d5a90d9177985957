/** The batcher that people write by hand for a logger without one: a hundred entries, a second, or leaving. */
export function createBatchingFetch(url: string): (entry: unknown) => void {
  const batch: unknown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (keepalive: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length === 0) return;
    const body = JSON.stringify(batch.splice(0));
    // Nothing is done about a failure: that is what makes it fifteen lines.
    fetch(url, { method: 'POST', body, keepalive }).catch(() => undefined);
  };
  addEventListener('pagehide', () => send(true));
  return (entry) => {
    if (batch.push(entry) === 100) send(false);
    else timer ??= setTimeout(send, 1000, false);
  };
}
