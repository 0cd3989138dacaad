// Electron's own installer, kept from hanging for minutes where its host cannot be reached.
import { toolchainNode } from './node.mjs';
import { inModules } from './paths.mjs';
import { announced } from './log.mjs';
import { capture } from './process.mjs';

const UNREACHABLE_AFTER_MS = 1000 * Number(process.env.SEATWATCH_ELECTRON_TIMEOUT || 60);
const SLOW_DOWNLOAD_MS = 15 * 60_000;

/** Downloads the official Electron. Returns null, or in a few words why it did not work. */
export async function downloadOfficial(version) {
  const stop = new AbortController();
  const giveUpAfter = (ms) => setTimeout(() => stop.abort(), ms);
  // Until the host has answered once, waiting is limited; after that a slow download may take its time.
  let deadline = giveUpAfter(UNREACHABLE_AFTER_MS);
  const host = contactHost(stop.signal).then((problem) => {
    if (problem || stop.signal.aborted) return problem;
    clearTimeout(deadline);
    deadline = giveUpAfter(SLOW_DOWNLOAD_MS);
    return null;
  });
  try {
    const { code, output } = await announced(`downloading Electron ${version}`, () =>
      capture(toolchainNode(), [inModules('electron', 'install.js')], { signal: stop.signal }),
    );
    if (code === 0) return null;
    return stop.signal.aborted ? 'its download host does not answer' : ((await host) ?? firstError(output));
  } finally {
    clearTimeout(deadline);
    stop.abort();
  }
}

/** Asks the download host for anything at all. Returns null when it answers, else the reason. */
async function contactHost(signal) {
  const env = process.env;
  if (env.HTTPS_PROXY || env.https_proxy) return null; // the installer's business; it cannot be judged from here
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal });
    return null;
  } catch (error) {
    return error.cause?.message ?? error.message;
  }
}

function firstError(output) {
  const line = output.split('\n').find((text) => text.includes('Error')) ?? 'its installer failed';
  return line.trim().slice(0, 120);
}
