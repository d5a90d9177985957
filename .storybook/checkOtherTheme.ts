import { afterEach as checkAccessibility } from '@storybook/addon-a11y/preview';

type Context = Parameters<typeof checkAccessibility>[0];

/** What a theme decides; everything else has been checked in the theme that the story has. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Checks a story that is tested in its other theme as well. */
export async function checkOtherTheme(context: Context): Promise<void> {
  if (import.meta.env['VITEST_STORYBOOK'] === undefined) return;
  // The system's own colours are the same in both, and axe reads those that they replace.
  if (matchMedia('(forced-colors: active)').matches) return;
  const restore = turnTheme();
  const { parameters } = context;
  const a11y = { ...parameters['a11y'], options: { runOnly: OF_COLOURS } };
  try {
    await checkAccessibility({ ...context, parameters: { ...parameters, a11y } });
  } finally {
    restore();
  }
}

/** @returns turns it back */
function turnTheme(): () => void {
  const viewer = document.querySelector('.tailrace-viewer') ?? document.documentElement;
  const isDark =
    getComputedStyle(viewer).colorScheme === 'dark' ||
    (getComputedStyle(viewer).colorScheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const themed = [document.documentElement, ...document.querySelectorAll<HTMLElement>('body [data-theme]')];
  const before = themed.map((element) => element.dataset['theme']);
  for (const element of themed) element.dataset['theme'] = isDark ? 'light' : 'dark';
  // Colours on their way from one theme to the other are of neither.
  for (const animation of document.getAnimations())
    if (animation instanceof CSSTransition) animation.finish();
  return () =>
    themed.forEach((element, at) => {
      if (before[at] === undefined) delete element.dataset['theme'];
      else element.dataset['theme'] = before[at];
    });
}
