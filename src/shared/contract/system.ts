import { z } from 'zod';
import { DiagnosticsReport } from '../model/diagnostics';
import { PolicyStatus } from '../model/policy';
import { UpdateStatus } from '../model/updates';
import { method } from './define';

/** The program itself: what the computer's administrator decided, newer versions, what helps when it fails. */
export const system = {
  policy: method(z.void(), PolicyStatus),

  updates: method(z.void(), UpdateStatus),
  /** Looks now. Rejects only for a policy that forbids it; what went wrong stands in `problem`. */
  checkForUpdates: method(z.void(), UpdateStatus),
  /** Fetches the file, verifies signature and hash, and shows it in its folder. Rejects with UPDATE_… codes. */
  downloadUpdate: method(z.void(), z.object({ file: z.string() })),

  diagnostics: method(z.void(), DiagnosticsReport),
  /** Writes a support bundle (no secret, no personal data) to a file that the person chooses. */
  saveBundle: method(z.void(), z.object({ file: z.string() }).nullable()),
  removeCrashReports: method(z.void(), z.void()),
};
