import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LogViewer } from './LogViewer.tsx';

it('renders on a server, where there is no page and no socket', () => {
  const html = renderToString(createElement(LogViewer, { url: '/logs', jobRunId: 'run-1', height: '50vh' }));
  expect(html).toContain('tailrace-list');
  expect(html).toContain('Connecting');
});
