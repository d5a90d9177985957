import { LogViewer } from '@tailrace/viewer';
import '@tailrace/viewer/viewer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './demo.css';
import { loadConfig } from './signIn.ts';
import { SignInNotice } from './SignInNotice.tsx';

const root = createRoot(document.querySelector('#root')!);
if (await loadConfig()) {
  root.render(
    <StrictMode>
      <LogViewer url={location.origin} height="100dvh" last={5000} maxEntries={20_000} />
    </StrictMode>,
  );
} else {
  root.render(<SignInNotice />);
}
