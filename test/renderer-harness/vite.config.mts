import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The same policy as the app's, so that a violation shows here already. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'nonce-harness-nonce'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
].join('; ');

export default defineConfig({
  root: resolve(import.meta.dirname),
  plugins: [react()],
  build: {
    target: 'chrome130',
    outDir: resolve(import.meta.dirname, '../../.cache/renderer-harness'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
  },
  server: { fs: { allow: [resolve(import.meta.dirname, '../..')] } },
  preview: { headers: { 'Content-Security-Policy': CSP } },
});
