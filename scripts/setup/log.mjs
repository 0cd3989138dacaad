// Set-up talks on standard error only: standard output belongs to the command that runs afterwards.
const startedAt = performance.now();
const STILL_WORKING_MS = 15_000;

const elapsed = (since) => `${((performance.now() - since) / 1000).toFixed(1)}s`;

export function log(message) {
  process.stderr.write(`[setup +${elapsed(startedAt)}] ${message}\n`);
}

/** Runs `work`, says that it started and, every now and then, that it is still going. */
export async function announced(title, work) {
  const begin = performance.now();
  log(`${title} …`);
  const reminder = setInterval(() => log(`${title}: still working (${elapsed(begin)})`), STILL_WORKING_MS);
  try {
    return await work();
  } finally {
    clearInterval(reminder);
  }
}

/** The same, and says how long it took when it worked; a failure speaks for itself. */
export async function logged(title, work) {
  const begin = performance.now();
  const result = await announced(title, work);
  log(`${title}: done in ${elapsed(begin)}`);
  return result;
}
