/** What the server tells a signed-in page. */
export interface DemoConfig {
  readonly ingest_key: string;
}

/**
 * Asks for the page's configuration.
 *
 * @returns `undefined` when nobody is signed in
 * @throws when the server does not answer, or not as it should
 */
export async function loadConfig(): Promise<DemoConfig | undefined> {
  const response = await fetch('/demo/config.json');
  if (response.status === 401) return undefined;
  if (!response.ok) throw new Error(`The server answered ${response.status} to /demo/config.json`);
  return (await response.json()) as DemoConfig;
}
