/** Each page is shown like this: by day, by night, and on a phone. */
export const LOOKS = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: '360', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

/** A context of the browser that looks so; nothing moves in it. */
export function openLook(browser, { colorScheme, viewport }) {
  return browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce', locale: 'en-GB' });
}
