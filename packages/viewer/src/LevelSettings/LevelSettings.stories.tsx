import type { LevelSettings as Settings } from '@tailrace/protocol';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { createLogApi, type LogApi } from '../api/LogApi.ts';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { onPhone } from '../panel/storyFrame.tsx';
import '../styles.css';
import '../partStyles.css';
import { LevelSettings } from './LevelSettings.tsx';

const SETTINGS: Settings = {
  version: 7,
  levels: { '': 'info', 'shop.cart': 'debug', 'shop.images': 'error', jobs: 'warning' },
};

/** A server that keeps what it is given, unless it refuses. */
function keeping(settings: Settings, refuse?: () => Response): LogApi {
  let kept = settings;
  return createLogApi({
    fetch: scriptedFetch({
      'GET /api/v1/settings/levels': () => kept,
      'PUT /api/v1/settings/levels': async (request) => {
        if (refuse) return refuse();
        const { levels } = (await request.json()) as Pick<Settings, 'levels'>;
        return (kept = { version: kept.version + 1, levels });
      },
    }),
  });
}

const meta = {
  title: 'LevelSettings',
  component: LevelSettings,
  parameters: { layout: 'padded' },
  argTypes: { api: { table: { disable: true } } },
  args: { api: keeping(SETTINGS) },
} satisfies Meta<typeof LevelSettings>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Data: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('combobox', { name: 'Level of shop.cart' })).toHaveValue('debug');
    await expect(canvas.getByRole('combobox', { name: 'Level of every other logger' })).toHaveValue('info');
    await expect(canvas.getAllByRole('listitem')).toHaveLength(4);
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

/** Add, change and remove; each is saved by itself. */
export const Edit: Story = {
  args: { api: keeping(SETTINGS) },
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByRole('textbox', { name: 'Logger' }), 'shop.payment');
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Level' }), 'critical');
    await userEvent.click(canvas.getByRole('button', { name: 'Add' }));
    const added = await canvas.findByRole('combobox', { name: 'Level of shop.payment' });
    await expect(added).toHaveValue('critical');
    await waitFor(() => expect(added).toBeEnabled());
    await userEvent.selectOptions(added, 'info');
    await waitFor(() => expect(added).toBeEnabled());
    await expect(added).toHaveValue('info');
    await userEvent.click(canvas.getByRole('button', { name: 'Remove the level of jobs' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(4));
    await expect(canvas.queryByRole('combobox', { name: 'Level of jobs' })).toBeNull();
    await waitFor(() => expect(canvas.queryByText('Saving')).toBeNull());
  },
};

/** What cannot be saved is taken back, and it is said why. */
export const NotAllowed: Story = {
  args: { api: keeping(SETTINGS, () => problem(403, 'forbidden', 'Use a key with the role admin')) },
  play: async ({ canvas }) => {
    const level = await canvas.findByRole('combobox', { name: 'Level of jobs' });
    await userEvent.selectOptions(level, 'debug');
    await expect(await canvas.findByRole('alert')).toHaveTextContent(
      'Not saved: Use a key with the role admin',
    );
    await expect(level).toHaveValue('warning');
  },
};

/** Somebody else was faster: theirs is shown. */
export const ChangedMeanwhile: Story = {
  args: {
    api: (() => {
      let asked = 0;
      return createLogApi({
        fetch: scriptedFetch({
          'GET /api/v1/settings/levels': () =>
            asked++ === 0 ? SETTINGS : { version: 8, levels: { jobs: 'error' } },
          'PUT /api/v1/settings/levels': () =>
            problem(412, 'precondition_failed', 'The level settings have changed since'),
        }),
      });
    })(),
  },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Remove the level of shop.cart' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(1));
    await expect(canvas.getByRole('combobox', { name: 'Level of jobs' })).toHaveValue('error');
    await expect(canvas.getByRole('alert')).toHaveTextContent('have changed since');
  },
};

export const ReadOnly: Story = {
  args: { editable: false },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('combobox', { name: 'Level of jobs' })).toBeDisabled();
    await expect(canvas.queryByRole('button', { name: 'Add' })).toBeNull();
  },
};

export const Empty: Story = {
  args: { api: keeping({ version: 0, levels: {} }) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('No level is set')).toBeVisible();
  },
};

export const Loading: Story = {
  args: { api: createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/settings/levels': 'never' }) }) },
};

export const Failed: Story = {
  args: {
    api: createLogApi({
      fetch: scriptedFetch({
        'GET /api/v1/settings/levels': () => problem(503, 'store_unavailable', 'The store does not answer'),
      }),
    }),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The store does not answer');
  },
};

export const Narrow: Story = { decorators: [onPhone] };
