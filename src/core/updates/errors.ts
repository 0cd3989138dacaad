import { AppError } from '../../shared/model/errors';
import { momentText } from '../export/report/report-words';

/** Version, and ISO 8601 UTC. */
interface Shown {
  version: string;
  signedAt: string;
}

/** Nobody said where to look. */
export function noSource(): AppError {
  return new AppError({
    code: 'UPDATE_NO_SOURCE',
    kind: 'usage',
    message: 'Seatwatch does not know where to look for updates.',
    fix: 'Name the https address of the update manifest in the settings, or have the administrator name it in the policy (updateSource).',
  });
}

export function badSource(): AppError {
  return new AppError({
    code: 'UPDATE_BAD_SOURCE',
    kind: 'usage',
    message: 'The address to look for updates at is not an https address, or it holds a name and password.',
    fix: 'Give an address like https://updates.example.com/seatwatch/latest.json.',
  });
}

export function noKey(): AppError {
  return new AppError({
    code: 'UPDATE_NO_KEY',
    kind: 'usage',
    message: 'Updates cannot be verified: this build of Seatwatch knows no key to verify them with.',
    fix: 'Have the administrator name the public key of your update source in the policy (updateKeys).',
  });
}

/** What came back is no manifest of ours. `what`: how it showed. */
export function notAManifest(what: string): AppError {
  return new AppError({
    code: 'UPDATE_NOT_A_MANIFEST',
    kind: 'unreachable',
    message: `What the update source sent is no update manifest: ${what}.`,
    fix: 'Check the address of the update source, and the proxy on the way to it.',
  });
}

export function notTrusted(why: string): AppError {
  return new AppError({
    code: 'UPDATE_NOT_TRUSTED',
    kind: 'unreachable',
    message: `The update manifest is not signed by anybody this installation trusts: ${why}. It was not used.`,
    fix: 'Do not install what that source offers. Tell whoever runs the update source.',
  });
}

export function expired(at: string): AppError {
  return new AppError({
    code: 'UPDATE_MANIFEST_EXPIRED',
    kind: 'unreachable',
    message: `The update manifest was good until ${momentText(at)}: somebody may be holding back newer versions.`,
    fix: 'Check the clock of this computer. If it is right, the mirror has to be brought up to date.',
  });
}

/** `then`: the newest the source has shown so far. */
export function replayed(now: Shown, then: Shown): AppError {
  return new AppError({
    code: 'UPDATE_REPLAYED',
    kind: 'unreachable',
    message: `The update source shows ${now.version}, signed ${momentText(now.signedAt)}: older than what it showed before (${then.version}, signed ${momentText(then.signedAt)}). It was not used.`,
    fix: 'The source may have been tampered with, or a mirror was put back. Tell whoever runs it.',
  });
}

export function answered(status: number, host: string): AppError {
  return new AppError({
    code: status === 404 || status === 410 ? 'UPDATE_NOT_FOUND' : 'UPDATE_SOURCE_FAILED',
    kind: 'unreachable',
    message: `${host} answered with status ${String(status)} when asked for an update.`,
    fix: 'Check the address of the update source, or try again later.',
    retryable: status >= 500,
  });
}

export function badRedirect(from: string, to: string): AppError {
  return new AppError({
    code: 'UPDATE_BAD_REDIRECT',
    kind: 'unreachable',
    message: `${from} sent us on to ${to}, where Seatwatch does not follow: over https only, and a few times only.`,
    fix: 'Name the address in the end directly. A login page of the network (Wi-Fi portal) has the same effect.',
  });
}

export function nothingNewer(current: string): AppError {
  return new AppError({
    code: 'UPDATE_NONE',
    kind: 'usage',
    message: `There is no newer version than this one (${current}).`,
    fix: 'Nothing needs to be done.',
  });
}

export function notForThisSystem(version: string, system: string): AppError {
  return new AppError({
    code: 'UPDATE_NOT_FOR_THIS_SYSTEM',
    kind: 'usage',
    message: `Version ${version} has no file for this system (${system}).`,
    fix: 'Ask whoever publishes Seatwatch for your computers.',
  });
}

/** Size or hash differ from what the signed manifest says. */
export function damaged(name: string, how: string): AppError {
  return new AppError({
    code: 'UPDATE_DAMAGED',
    kind: 'unreachable',
    message: `${name} is not the file the signed manifest speaks of (${how}); it was removed.`,
    fix: 'Try again. If it happens again, tell whoever runs the update source.',
    retryable: true,
  });
}
