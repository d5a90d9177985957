import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { onPhone } from '../panel/storyFrame.tsx';
import { sampleEntries } from '../sampleEntries.ts';
import { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ScriptedServer, type ScriptedServerOptions } from '../stream/socket/scripted.ts';
import '../styles.css';
import '../partStyles.css';
import { DualPanel, type DualPanelProps } from './DualPanel.tsx';

interface SceneProps extends DualPanelProps {
  readonly script?: ScriptedServerOptions;
  readonly refusal?: number;
}

function Scene({ script, refusal, ...panel }: SceneProps) {
  const [sockets, setSockets] = useState(0);
  const [{ service, server }] = useState(() => {
    const server = new ScriptedServer(script);
    if (refusal !== undefined) server.refuse(refusal);
    const service = new LogStreamingService('http://scripted.test', {
      fetch: server.fetch,
      createSocket: (...socket) => {
        setSockets((count) => count + 1);
        return server.createSocket(...socket);
      },
    });
    return { service, server };
  });
  return (
    <div>
      <DualPanel {...panel} service={service} />
      <div
        className="tailrace-viewer tailrace-panel"
        style={{
          display: 'flex',
          flexDirection: 'row',
          alignItems: 'baseline',
          gap: 8,
          marginBlockStart: 12,
          padding: '10px 12px',
        }}
      >
        <button type="button" className="tailrace-action" onClick={() => server.add(sampleEntries(12, 200))}>
          Log a dozen
        </button>
        <span>
          over <output>{sockets}</output> connection
        </span>
      </div>
    </div>
  );
}

const meta = {
  title: 'DualPanel',
  component: DualPanel,
  parameters: { layout: 'padded' },
  args: { height: 420, script: { entries: sampleEntries(200) } },
  argTypes: { service: { table: { disable: true } } },
  render: (args) => <Scene {...args} />,
} satisfies Meta<SceneProps>;
export default meta;

type Story = StoryObj<SceneProps>;

const rows = (panel: HTMLElement) => panel.querySelectorAll('[data-entry-id]');
const side = (canvas: HTMLElement, name: string) =>
  canvas.querySelector<HTMLElement>(`[data-side="${name.toLowerCase()}"]`)!;

/** Each side has its own kind of entry, and both come over one connection. */
export const Data: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(side(canvasElement, 'System')).length).toBeGreaterThan(5));
    await waitFor(() => expect(rows(side(canvasElement, 'Audit')).length).toBeGreaterThan(5));
    await expect(side(canvasElement, 'System')).not.toHaveTextContent('Consent given');
    await expect(side(canvasElement, 'Audit')).not.toHaveTextContent('Cart opened');
    await userEvent.click(canvas.getByRole('button', { name: 'Log a dozen' }));
    await waitFor(() => expect(side(canvasElement, 'Audit')).toHaveTextContent('17 entries'));
    await expect(canvasElement.querySelector('output')).toHaveTextContent(/^1$/);
  },
};

export const Dark: Story = {
  args: { theme: 'dark' },
  globals: { theme: 'dark' },
};

export const Empty: Story = {
  args: { script: { entries: [] } },
  play: async ({ canvasElement }) => {
    await waitFor(() =>
      expect(within(canvasElement).getAllByText(/No entry matches|Nothing logged yet/)).toHaveLength(2),
    );
  },
};

export const Loading: Story = { args: { script: { entries: [], catchesUp: false } } };

export const Refused: Story = {
  args: { script: { entries: [] }, refusal: 403 },
  play: async ({ canvasElement }) => {
    await waitFor(() =>
      expect(within(canvasElement).getAllByText('No access to these logs')).toHaveLength(2),
    );
  },
};

/** One below the other. */
export const Narrow: Story = {
  args: { height: 640 },
  decorators: [onPhone],
  play: async ({ canvasElement }) => {
    const system = side(canvasElement, 'System').getBoundingClientRect();
    const audit = side(canvasElement, 'Audit').getBoundingClientRect();
    await expect(audit.top).toBeGreaterThanOrEqual(system.bottom);
    await expect(audit.left).toBe(system.left);
  },
};
