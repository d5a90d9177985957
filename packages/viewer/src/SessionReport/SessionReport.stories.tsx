import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { createLogApi } from '../api/LogApi.ts';
import type { SessionAnswer } from '@tailrace/protocol/core';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { onPhone } from '../panel/storyFrame.tsx';
import '../styles.css';
import '../partStyles.css';
import { SessionReport } from './SessionReport.tsx';

type Script = Parameters<typeof scriptedFetch>[0][string];

const answering = (answer: Script) =>
  createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/sessions/*': answer }) });

const LOSSES: SessionAnswer = {
  emitted: 12_480,
  stored: 11_936,
  dropped: { queue_full: 310, sampled: 96, retention: 20 },
  queued: 96,
  missing: [
    [2001, 2020],
    [7777, 7777],
    [9900, 9900],
  ],
};

const meta = {
  title: 'SessionReport',
  component: SessionReport,
  parameters: { layout: 'padded' },
  args: { session: '7hQ2k9XvB3mN4pRs', api: answering(LOSSES) },
  argTypes: { api: { table: { disable: true } } },
} satisfies Meta<typeof SessionReport>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Data: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expect(await canvas.findByText('Not complete')).toBeVisible();
    await expect(canvas.getByText(/as the queue was full/)).toHaveTextContent(
      '310 given up, as the queue was full',
    );
    const strip = canvas.getByRole('img', { name: 'Entries 1 to 12,480: 3 holes, 96 to come' });
    const holes = [...strip.querySelectorAll('[data-part="missing"]')];
    await expect(holes).toHaveLength(3);
    await expect(Number(holes[0]!.getAttribute('x'))).toBeCloseTo((2000 / 12_480) * 100, 3);
    await expect(canvasElement).toHaveTextContent('2001–2020 missing, unexplained');
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

export const Complete: Story = {
  args: {
    api: answering({
      emitted: 431,
      stored: 431,
      dropped: {},
      queued: 0,
      missing: [],
    } satisfies SessionAnswer),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Complete')).toBeVisible();
    await expect(canvas.getByRole('img', { name: /no hole/ })).toBeVisible();
  },
};

/** More holes than can be written out are counted. */
export const ManyHoles: Story = {
  args: {
    api: answering({
      emitted: 4000,
      stored: 3900,
      dropped: {},
      queued: 0,
      missing: Array.from({ length: 100 }, (_, i) => [i * 40 + 1, i * 40 + 1] as const),
    } satisfies SessionAnswer),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('88 more ranges')).toBeVisible();
  },
};

export const Unknown: Story = {
  args: { api: answering(() => problem(404, 'not_found', 'Nothing is known of this session')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Nothing is known of this session')).toBeVisible();
  },
};

export const Loading: Story = { args: { api: answering('never') } };

export const Failed: Story = {
  args: { api: answering(() => problem(503, 'store_unavailable', 'The store does not answer: try again')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The store does not answer');
  },
};

export const Narrow: Story = { decorators: [onPhone] };
