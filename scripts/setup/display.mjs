// Windows need a display; where there is none, a virtual one does for tests and demos.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from './errors.mjs';
import { isLinux } from './process.mjs';

const SCREEN = ['-screen', '0', '1600x1000x24'];
const START_MS = 30_000;

export const needsVirtualDisplay = () => isLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/** Runs `work` with the environment variables by which programs find a display, which lives as long as the work. */
export async function withDisplay(work) {
  if (!needsVirtualDisplay()) return work({});
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-display-'));
  const authority = path.join(folder, 'Xauthority');
  writeFileSync(authority, authorityEntry(), { mode: 0o600 });
  const server = startServer(authority);
  try {
    const display = await displayNumber(server);
    return await work({ DISPLAY: `:${display}`, XAUTHORITY: authority });
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For commands whose point is a window that somebody looks at. */
export function requireRealDisplay() {
  if (!needsVirtualDisplay()) return;
  throw new SetupError(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be shown.',
    'run this in a graphical session, or use the command line instead: npm run --silent seatwatch -- --help',
  );
}

/** Not through xvfb-run: two of those started together pick the same display; the server itself finds a free one. */
function startServer(authority) {
  const args = ['-displayfd', '3', ...SCREEN, '-nolisten', 'tcp', '-auth', authority];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  process.once('exit', () => server.kill()); // should the regular end not be reached
  return server;
}

/** The server writes the number of the display it took once it accepts clients. */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let answer = '';
    let complaints = '';
    const fail = (reason) => {
      reject(
        new SetupError(
          `The virtual display (Xvfb) did not start: ${reason}\n${complaints}`,
          'see its message above.',
        ),
      );
    };
    const timer = setTimeout(() => fail('no answer'), START_MS);
    server.stderr.on('data', (chunk) => (complaints += chunk));
    server.stdio[3].on('data', (chunk) => {
      answer += chunk;
      if (!answer.endsWith('\n')) return;
      clearTimeout(timer);
      resolve(Number(answer));
    });
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code) => fail(`exit code ${code}`));
  });
}

/** An X authority file of one entry with a random cookie, which is valid for whatever number the display gets. */
function authorityEntry() {
  const ANY_HOST = Buffer.from([0xff, 0xff]);
  const field = (content) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(content.length);
    return Buffer.concat([length, content]);
  };
  const parts = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), randomBytes(16)];
  return Buffer.concat([ANY_HOST, ...parts.map(field)]);
}
