import { app, session, type Session } from 'electron';
import { createPolicyRules, type PolicyRules } from '../../core/policy';
import { loadPolicy } from './policy-file';

/** What the administrator of this computer decided. Rejects with POLICY_… when that cannot be told. */
export function machinePolicy(): PolicyRules {
  return createPolicyRules(
    loadPolicy({
      platform: process.platform,
      isPackaged: app.isPackaged,
      env: process.env,
      appData: app.getPath('appData'),
    }),
  );
}

let isWatching = false;

/**
 * Sends everything through the policy's proxy: the sessions given, the window's, and whatever is made later. Without
 * such a rule the system's proxy counts. Resolves when requests of these sessions may be made.
 */
export async function useProxy(policy: PolicyRules, ...sessions: Session[]): Promise<void> {
  const { proxy } = policy;
  if (proxy === null) return;
  if (!isWatching) app.on('session-created', (created) => void created.setProxy(proxy));
  isWatching = true;
  await Promise.all([session.defaultSession, ...sessions].map((one) => one.setProxy(proxy)));
}
