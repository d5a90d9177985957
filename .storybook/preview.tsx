import type { Preview } from '@storybook/react-vite';
import { checkOtherTheme } from './checkOtherTheme.ts';
import { emulateMedia } from './emulatedMedia.ts';
import './preview.css';

/** What the docs say of a component: its example is JSX, which they would take for HTML. */
function describe(component?: { readonly __docgenInfo?: { readonly description?: string } }): string {
  return component?.__docgenInfo?.description?.replace(/@example[^]*/, '') ?? '';
}

export default {
  tags: ['autodocs'],
  parameters: {
    // A violation fails the story's test.
    a11y: { test: 'error' },
    docs: { extractComponentDescription: describe },
  },
  globalTypes: {
    theme: {
      description: 'Colour theme',
      toolbar: {
        icon: 'contrast',
        items: [
          { value: 'auto', title: 'As the system' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
    density: {
      description: 'How tall rows are',
      toolbar: {
        icon: 'listunordered',
        items: [
          { value: 'story', title: 'As the story says' },
          { value: 'compact', title: '20 px' },
          { value: 'normal', title: '24 px' },
          { value: 'relaxed', title: '28 px' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'auto', density: 'story' },
  beforeEach: ({ parameters }) => emulateMedia(parameters['media']),
  afterEach: checkOtherTheme,
  decorators: [
    (Story, { args, globals }) => {
      const theme = String(globals['theme']);
      if (theme === 'auto') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = theme;
      const density = String(globals['density']);
      return <Story args={density === 'story' ? args : { ...args, density }} />;
    },
  ],
} satisfies Preview;
