import type { StorybookConfig } from '@storybook/react-vite';
import { defaultClientConditions } from 'vite';

export default {
  framework: '@storybook/react-vite',
  stories: ['../packages/viewer/src/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true },
  typescript: { reactDocgen: 'react-docgen' },
  viteFinal: (config) => ({
    ...config,
    resolve: { ...config.resolve, conditions: ['@tailrace/source', ...defaultClientConditions] },
  }),
} satisfies StorybookConfig;
