import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor } from 'storybook/test';
import { createLogApi } from '../api/LogApi.ts';
import type { PerformanceAnswer } from '@tailrace/protocol/core';
import { sampleTrace } from '../api/sampleTrace.ts';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { onPhone } from '../panel/storyFrame.tsx';
import '../styles.css';
import '../partStyles.css';
import { PerformancePanel } from './PerformancePanel.tsx';

type Script = Parameters<typeof scriptedFetch>[0][string];

const DURATIONS: PerformanceAnswer = {
  actions: [
    {
      action: 'checkout_submit',
      source: 'web',
      count: 1204,
      errors: 31,
      p50_ms: 412,
      p95_ms: 2140.2,
      max_ms: 9100,
    },
    {
      action: 'Authorised the card',
      source: 'payment',
      count: 1180,
      errors: 0,
      p50_ms: 388,
      p95_ms: 874,
      max_ms: 4020,
    },
    {
      action: 'SELECT stock of 3 items',
      source: 'api',
      count: 20_411,
      errors: 0,
      p50_ms: 4.2,
      p95_ms: 38,
      max_ms: 312,
    },
    {
      action: 'Sent the confirmation',
      source: 'worker',
      count: 1102,
      errors: 2,
      p50_ms: 96,
      p95_ms: 450,
      max_ms: 61_000,
    },
  ],
  more: 0,
  entries: 23_897,
  partial: false,
  filters_applied: {},
};

const answering = (durations: Script, logs: Script = slow) =>
  createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/performance': durations, 'GET /api/v1/logs': logs }) });

/** Finds what took as long as the filter says. */
function slow(_request: Request, parameters: URLSearchParams): object {
  const least = Number(/execution_time_ms:>=(\d+)/.exec(parameters.get('q') ?? '')?.[1]);
  const logs = sampleTrace().filter(({ trace }) => (trace?.execution_time_ms ?? 0) >= least);
  return { logs, pagination: { limit: 50, next: null, previous: null } };
}

const meta = {
  title: 'PerformancePanel',
  component: PerformancePanel,
  parameters: { layout: 'padded' },
  args: { api: answering(DURATIONS), onOpen: fn(), onAction: fn() },
  argTypes: { api: { table: { disable: true } } },
} satisfies Meta<typeof PerformancePanel>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Data: Story = {
  play: async ({ canvas, args }) => {
    const first = () => canvas.getAllByRole('row')[1];
    await canvas.findAllByRole('row');
    await expect(first()).toHaveTextContent('checkout_submit');
    await userEvent.click(canvas.getByRole('button', { name: 'Max' }));
    await expect(first()).toHaveTextContent('Sent the confirmation');
    await expect(canvas.getByRole('columnheader', { name: 'Max' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Authorised the card' }));
    await expect(args.onAction).toHaveBeenCalledWith(DURATIONS.actions[1]);
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

/** What counts as slow can be chosen. */
export const Threshold: Story = {
  play: async ({ canvas, args }) => {
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(2));
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Slow from' }), '300');
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(5));
    await userEvent.click(canvas.getByRole('button', { name: /Checkout submitted/ }));
    await expect(args.onOpen).toHaveBeenCalledWith(expect.objectContaining({ seq: 1 }));
  },
};

/** Not all could be looked at, and that is said. */
export const Partial: Story = {
  args: { api: answering({ ...DURATIONS, partial: true, more: 412 }) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('the newest 23,897 only')).toBeVisible();
    await expect(canvas.getByText('412 more actions')).toBeVisible();
  },
};

export const Empty: Story = {
  args: { api: answering({ ...DURATIONS, actions: [], entries: 0 }, { logs: [], pagination: {} }) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Nothing was measured')).toBeVisible();
    await expect(canvas.getByText('None took as long.')).toBeVisible();
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
