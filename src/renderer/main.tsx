// In a cascade layer, so that our own rules always win.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { createServices } from './api/services';
import { App } from './app/app';
import { applyColorScheme } from './app/color-scheme';

// zod's compiled parsers need eval, which our CSP forbids.
z.config({ jitless: true });

window.__webpack_nonce__ = window.seatwatch.styleNonce;

const container = document.getElementById('root');
if (!container) throw new Error('The page has no #root');
const root = createRoot(container);
const services = createServices(window.seatwatch);

// It only decides what can be clicked, so nothing waits for it.
void services.policy.getState().load();

// The first paint waits for the appearance setting (one local call), so that the theme does not flip.
services.settings
  .getState()
  .load()
  .catch((error: unknown) => console.error('Settings could not be read', error))
  .finally(() => {
    applyColorScheme(services.settings.getState().settings.colorScheme);
    root.render(<App services={services} />);
  });
