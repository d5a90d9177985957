import '@tailrace/viewer/viewer.css';
import '@tailrace/viewer/parts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './console.css';
import { Console } from './Console.tsx';

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
