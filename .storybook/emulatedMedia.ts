/** What the system asks of a page, such as `{ 'forced-colors': 'active' }`. */
export type MediaFeatures = Readonly<Record<string, string>>;

declare global {
  /** Set where a test has a browser in its hands; in Storybook itself nothing can be emulated. */
  var emulateMediaFeatures: ((features: MediaFeatures) => Promise<void>) | undefined;
}

/**
 * Shows a story as the system would ask for it.
 *
 * @returns ends it
 */
export async function emulateMedia(
  features: MediaFeatures | undefined,
): Promise<(() => Promise<void>) | void> {
  const emulate = globalThis.emulateMediaFeatures;
  if (!features || !emulate) return;
  await emulate(features);
  const missed = Object.entries(features).find(([name, value]) => !matchMedia(`(${name}: ${value})`).matches);
  if (missed) throw new Error(`The browser does not emulate ${missed.join(': ')}`);
  return () => emulate({});
}
