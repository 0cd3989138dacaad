import { certificateState } from '../../shared/model/certificate';
import { counted } from '../../shared/model/counted';
import type { Org } from '../../shared/model/org';
import type { Context } from '../context';

/** Says on standard error that an org's certificate ends soon or has ended, and what to do. */
export async function warnOfCertificate(
  context: Context,
  { name, certificates }: Pick<Org, 'name' | 'certificates'>,
): Promise<void> {
  if (certificates === null) return;
  const { state, daysLeft } = certificateState(certificates.current, context.deps.now());
  if (state === 'valid') return;
  const day = certificates.current.expiresAt.slice(0, 10);
  const when = state === 'expired' ? `expired on ${day}` : `expires on ${day} (${inDays(daysLeft)})`;
  const cure =
    certificates.next === null
      ? `Replace it: seatwatch org rotate-key "${name}" --out server.crt`
      : `The new one waits to be uploaded in Salesforce: seatwatch org cert "${name}" --next --out server.crt`;
  await context.notice(`Warning: the certificate of ${name} ${when}. ${cure}`);
}

function inDays(days: number): string {
  if (days === 0) return 'in less than a day';
  return `in ${counted(days, 'day')}`;
}
