import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { createLogApi } from '../api/LogApi.ts';
import { NO_STATS, sampleStats } from '../api/sampleAnswers.ts';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { onPhone } from '../panel/storyFrame.tsx';
import { sampleEntries } from '../sampleEntries.ts';
import { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ScriptedServer } from '../stream/socket/scripted.ts';
import '../styles.css';
import '../partStyles.css';
import { StatCards, type StatCard, type StatCardsProps } from './StatCards.tsx';

type Script = Parameters<typeof scriptedFetch>[0][string];

const ROUTE = 'GET /api/v1/logs/stats';
const answering = (answer: Script) => createLogApi({ fetch: scriptedFetch({ [ROUTE]: answer }) });

const meta = {
  title: 'StatCards',
  component: StatCards,
  parameters: { layout: 'padded' },
  args: { api: answering(sampleStats()), onSelect: fn() },
  argTypes: { api: { table: { disable: true } }, service: { table: { disable: true } } },
} satisfies Meta<typeof StatCards>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Data: Story = {
  play: async ({ canvas, args }) => {
    const card = await canvas.findByRole('button', { name: /Errors 1,513 31 critical/ });
    await userEvent.click(card);
    await expect(args.onSelect).toHaveBeenCalledWith('error');
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

export const Empty: Story = {
  args: { api: answering(NO_STATS) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Errors 0' })).toBeVisible();
  },
};

export const Loading: Story = {
  args: { api: answering('never') },
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('img', { name: 'Counting' })).toHaveLength(5);
    await expect(canvas.getByRole('region', { name: 'Entries by level' })).toHaveAttribute(
      'aria-busy',
      'true',
    );
  },
};

export const Failed: Story = {
  args: { api: answering(() => problem(503, 'store_unavailable', 'The store does not answer: try again')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The store does not answer');
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

export const Refused: Story = {
  args: { api: answering(() => problem(403, 'forbidden', 'Use a key with the role read or admin')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('No access')).toBeVisible();
  },
};

/** The last counts stay, and it is said that they are old. */
export const Stale: Story = {
  args: {
    refreshMs: 50,
    api: (() => {
      let isFirst = true;
      return answering(() => {
        const answer = isFirst
          ? sampleStats()
          : problem(503, 'store_unavailable', 'The store does not answer');
        isFirst = false;
        return answer;
      });
    })(),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/Not up to date/)).toBeVisible();
    await expect(canvas.getByRole('button', { name: /Total 1,284,903/ })).toBeVisible();
  },
};

/** The count was not finished in time. */
export const Partial: Story = {
  args: { api: answering(sampleStats({ partial: true })) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: /Total ≥ 1,284,903/ })).toBeVisible();
  },
};

export const Narrow: Story = { decorators: [onPhone] };

function Selecting(props: StatCardsProps) {
  const [selected, setSelected] = useState<StatCard>('total');
  return <StatCards {...props} selected={selected} onSelect={setSelected} />;
}

/** The card that is filtered by is pressed; the keyboard does as well. */
export const Selected: Story = {
  render: (args) => <Selecting {...args} />,
  play: async ({ canvas }) => {
    const warning = await canvas.findByRole('button', { name: /Warnings/ });
    warning.focus();
    await userEvent.keyboard(' ');
    await expect(warning).toHaveAttribute('aria-pressed', 'true');
    await expect(canvas.getByRole('button', { name: /Total/ })).toHaveAttribute('aria-pressed', 'false');
  },
};

function Live(props: StatCardsProps) {
  const [{ server, service, api }] = useState(() => {
    const server = new ScriptedServer();
    const { createSocket, fetch } = server;
    let stored = 0;
    return {
      server: { add: () => server.add(sampleEntries(10, stored)) ?? (stored += 10) },
      service: new LogStreamingService('http://scripted.test', { createSocket, fetch }),
      api: answering(() => sampleStats({ total: stored })),
    };
  });
  return (
    <>
      <StatCards {...props} api={api} service={service} />
      <div
        className="tailrace-viewer tailrace-panel"
        style={{
          display: 'flex',
          flexDirection: 'row',
          alignItems: 'baseline',
          gap: 8,
          padding: '10px 12px',
        }}
      >
        <button type="button" className="tailrace-action" onClick={() => server.add()}>
          Log ten
        </button>
      </div>
    </>
  );
}

/** Counts again when the stream brings something, and not before. */
export const FromTheStream: Story = {
  args: { refreshMs: 0 },
  render: (args) => <Live {...args} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await canvas.findByRole('button', { name: 'Total 0' });
    await userEvent.click(canvas.getByRole('button', { name: 'Log ten' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Total 10' })).toBeVisible(), {
      timeout: 5000,
    });
  },
};
