import './without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { feedEditor } from './edit/edit-store.ts';
import { feedTransport } from './edit/mix-transport.ts';
import { feedExports } from './export/export-store.ts';
import { connectHost } from './host/index.ts';
import { followEdits } from './player/index.ts';
import { feedMidiActions } from './run/midi/midi-actions.ts';
import { feedSessionSound } from './run/perform/index.ts';
import { feedRun } from './run/run-store.ts';
import { feedStudio } from './state/connection.ts';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
const host = connectHost();
feedStudio(host);
feedExports(host);
feedRun();
feedSessionSound(host);
feedMidiActions();
feedEditor();
feedTransport();
followEdits(host);
