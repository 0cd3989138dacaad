import { join } from 'node:path';
import { type AppError, toErrorShape } from '../../shared/model/errors';
import type { Settings } from '../../shared/model/settings';
import type { UpdateStatus } from '../../shared/model/updates';
import type { PolicyRules } from '../policy';
import type { Clock, HttpFetch, Log } from '../ports';
import { type Timeouts, WireFailure } from '../salesforce/transport';
import { fileFor, isUpgrade, requireFresh, type UpdateTarget } from './check';
import { downloadFile } from './download';
import { noKey, noSource, notAManifest, notForThisSystem, nothingNewer } from './errors';
import { MAX_MANIFEST_BYTES, openManifest, type UpdateManifest, updateKeys } from './manifest';
import { get, sourceUrl } from './request';
import { updateStateFile } from './state';

export interface Updates {
  status(): UpdateStatus;
  /**
   * Looks now. Rejects with DISABLED_BY_POLICY only; what else went wrong stands in the answer's `problem` (and in
   * that of `status`) until the next look.
   */
  check(signal?: AbortSignal): Promise<UpdateStatus>;
  /** Looks once more, then fetches the file for this computer into `<data folder>/updates`. */
  download(options?: DownloadOptions): Promise<{ file: string; version: string }>;
  /** Whether a day has passed since the last look, and looking by itself is wanted. */
  isDue(): boolean;
  /** The version found that nobody was told of yet; asking again gives null. */
  untold(): Promise<string | null>;
}

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /** Bytes so far, and in all. */
  onProgress?: ((bytes: number, size: number) => void) | undefined;
}

export interface UpdatesDeps {
  dataDir: string;
  /** Goes through the policy's proxy and to its hosts only. */
  fetch: HttpFetch;
  clock: Clock;
  log: Log;
  policy: PolicyRules;
  settings: { get(): Settings };
  /** Of this program, as in package.json. */
  current: string;
  target: UpdateTarget;
  /** Public keys that come with the program. */
  builtInKeys: readonly string[];
  timeouts?: { manifest: Timeouts; file: Timeouts };
}

const DAY_MS = 86_400_000;
/** After a look that failed: the computer may have been offline. */
const AGAIN_MS = 4 * 3_600_000;
const TIMEOUTS = {
  manifest: { answerMs: 20_000, idleMs: 15_000 },
  file: { answerMs: 30_000, idleMs: 60_000 },
};

/** Newer versions of Seatwatch: found where somebody said, believed when signed, fetched when asked. */
export function createUpdates(deps: UpdatesDeps): Updates {
  const { dataDir, fetch, clock, log, policy, settings, current, target } = deps;
  const timeouts = deps.timeouts ?? TIMEOUTS;
  const stored = updateStateFile(join(dataDir, 'updates.json'));

  /** A manifest that is signed, in time and no step back. What the source has shown is remembered. */
  async function look(source: string, signal?: AbortSignal): Promise<UpdateManifest> {
    if (source === '') throw noSource();
    const url = sourceUrl(source);
    const keys = updateKeys(deps.builtInKeys, policy.status.policy.updateKeys ?? []);
    // First: without a key nothing that comes back could be believed.
    if (keys.length === 0) throw noKey();
    const text = await readText(await get({ fetch, url, timeouts: timeouts.manifest, signal }));
    const manifest = openManifest(text, keys);
    const state = stored.read();
    requireFresh(manifest, state.seen[source] ?? null, clock.now());
    const { version, signedAt } = manifest;
    await stored.write({ ...state, seen: { ...state.seen, [source]: { version, signedAt } } });
    return manifest;
  }

  function offer(manifest: UpdateManifest): UpdateStatus['available'] {
    const { version, releasedAt, notes } = manifest;
    if (!isUpgrade(version, current)) return null;
    const file = fileFor(manifest, target);
    return { version, releasedAt, notes, fileName: file?.name ?? null, sizeBytes: file?.size ?? null };
  }

  async function remember(
    source: string,
    found: Pick<UpdateStatus, 'available' | 'problem'>,
  ): Promise<UpdateStatus> {
    const checkedAt = new Date(clock.now()).toISOString();
    await stored.write({ ...stored.read(), ...found, source, checkedAt });
    return status();
  }

  function status(): UpdateStatus {
    const { updateSource: source, checkForUpdates: automatic } = settings.get();
    const state = stored.read();
    const nothing = { current, source, automatic, checkedAt: null, available: null, problem: null };
    // What another source said is nothing this one is answerable for.
    if (state.source !== source) return nothing;
    const { available, problem, checkedAt } = state;
    // It may have been installed since.
    const isNewer = available !== null && isUpgrade(available.version, current);
    return { ...nothing, checkedAt, problem, available: isNewer ? available : null };
  }

  return {
    status,
    async check(signal) {
      policy.requireFeature('updates');
      const source = settings.get().updateSource;
      try {
        const available = offer(await look(source, signal));
        log.info('looked for updates', { found: available?.version ?? 'nothing newer' });
        return await remember(source, { available, problem: null });
      } catch (error) {
        const { code, kind, message, fix } = toErrorShape(error);
        if (kind === 'unexpected' || kind === 'canceled') throw error;
        log.warn('no updates could be looked for', { code });
        return remember(source, { available: status().available, problem: { code, message, fix } });
      }
    },
    async download({ signal, onProgress } = {}) {
      policy.requireFeature('updates');
      const source = settings.get().updateSource;
      const manifest = await look(source, signal);
      const { version } = manifest;
      await remember(source, { available: offer(manifest), problem: null });
      if (!isUpgrade(version, current)) throw nothingNewer(current);
      const file = fileFor(manifest, target);
      if (file === null) throw notForThisSystem(version, `${target.platform} ${target.arch}`);
      const path = await downloadFile({
        fetch,
        source: sourceUrl(source),
        file,
        folder: join(dataDir, 'updates'),
        timeouts: timeouts.file,
        signal,
        onProgress: (bytes) => onProgress?.(bytes, file.size),
      });
      log.info('update downloaded and verified', { version, file: file.name });
      return { file: path, version };
    },
    isDue() {
      const { checkForUpdates, updateSource } = settings.get();
      if (!checkForUpdates || updateSource === '' || !policy.allowsFeature('updates')) return false;
      const { checkedAt, problem } = status();
      const age = checkedAt === null ? DAY_MS : clock.now() - Date.parse(checkedAt);
      // Negative: the clock was set back, and nobody knows how long ago it was.
      return age >= (problem === null ? DAY_MS : AGAIN_MS) || age < 0;
    },
    async untold() {
      const { available } = status();
      const state = stored.read();
      if (available === null || state.told === available.version) return null;
      await stored.write({ ...state, told: available.version });
      return available.version;
    },
  };
}

/** A small body. Throws UPDATE_NOT_A_MANIFEST for one that is not. */
async function readText(stream: Awaited<ReturnType<typeof get>>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of stream.bytes()) {
      size += piece.byteLength;
      if (size > MAX_MANIFEST_BYTES) throw notAManifest('it is far too large');
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof WireFailure ? (error.failure.error satisfies AppError) : error;
  } finally {
    stream.discard();
  }
  return Buffer.concat(pieces).toString('utf8');
}
