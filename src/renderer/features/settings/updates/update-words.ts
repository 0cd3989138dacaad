import type { UpdateStatus } from '../../../../shared/model/updates';
import { formatBytes } from '../../../ui/format';

/** What is known, as the one thing to be said about it. */
export type UpdateFinding = 'no-source' | 'never' | 'failed' | 'newer' | 'current';

export function findingOf({ source, checkedAt, available, problem }: UpdateStatus): UpdateFinding {
  if (available) return 'newer';
  if (problem) return 'failed';
  if (source === '') return 'no-source';
  return checkedAt === null ? 'never' : 'current';
}

const TAMPERED: ReadonlySet<string> = new Set(['UPDATE_NOT_TRUSTED', 'UPDATE_REPLAYED', 'UPDATE_DAMAGED']);

/** Whether somebody may have meddled, rather than a network having failed. */
export function mayBeTampered({ code }: { code: string }): boolean {
  return TAMPERED.has(code);
}

/** Why an address cannot be looked at; null: it can, or is empty. Plain http would let anybody answer. */
export function sourceProblem(text: string): string | null {
  const given = text.trim();
  if (given === '') return null;
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return 'Enter a whole address, like https://updates.example.com/seatwatch/latest.json.';
  }
  if (url.protocol !== 'https:' && !isHere(url)) return 'The address must begin with https://.';
  if (url.username !== '' || url.password !== '')
    return 'Leave the user name and password out of the address.';
  return null;
}

/** A source on this computer needs no https; people try out their own with it. */
function isHere({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The host of the source, for the sentence about what is sent there. */
export function sourceHost(source: string): string | null {
  try {
    return new URL(source).hostname || null;
  } catch {
    return null;
  }
}

/** "seatwatch_0.2.0_amd64.deb, 118 MB"; null: there is no file for this system. */
export function fileWords(available: NonNullable<UpdateStatus['available']>): string | null {
  const { fileName, sizeBytes } = available;
  if (fileName === null) return null;
  return sizeBytes === null ? fileName : `${fileName}, ${formatBytes(sizeBytes)}`;
}
