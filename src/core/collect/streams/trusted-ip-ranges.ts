import { z } from 'zod';
import type { SfRecord } from '../../salesforce/envelopes';
import { define, need, take } from './define';
import { text } from './fields';

/** `networkAccess` of the Metadata API type SecuritySettings; a list of one may come without its brackets. */
const Range = z.object({ start: z.string(), end: z.string(), description: z.string().nullish() });
const Settings = z.object({
  networkAccess: z
    .object({ ipRanges: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]).nullish() })
    .nullish(),
});

/**
 * Trusted IP ranges (Setup, Network Access). The documented way to them is the settings record of the Tooling API
 * (Tooling API guide, SecuritySettings), a request of its own; whether SOQL reaches the object NetworkAccess is not
 * documented, but asking costs nothing beside other queries. So that is asked first.
 */
export const trustedIpRanges = define('trustedIpRanges', {
  object: 'NetworkAccess',
  mode: 'full',
  value: 43,
  follows: 'setupAuditTrail',
  optional: true,
  restOnly: true,
  columns: {
    // Not Salesforce's id, which the other way has not: a range is the same row whichever way it was read.
    id: { read: (record) => `${text(record, 'StartAddress') ?? ''}-${text(record, 'EndAddress') ?? ''}` },
    startAddress: need(text, 'StartAddress'),
    endAddress: need(text, 'EndAddress'),
    description: take(text, 'Description'),
  },
  instead: {
    object: 'SecuritySettings',
    soql: 'SELECT Metadata FROM SecuritySettings LIMIT 1',
    records: rangesOf,
  },
});

/** Records as NetworkAccess would have them; null: not the settings, or they cannot be understood. */
function rangesOf(records: readonly SfRecord[]): SfRecord[] | null {
  const [settings] = records;
  const parsed = Settings.safeParse(settings?.['Metadata']);
  if (!parsed.success) return null;
  const ranges: SfRecord[] = [];
  for (const one of parsed.data.networkAccess?.ipRanges ?? []) {
    const range = Range.safeParse(one);
    // One that is left out in silence would make an address look strange that is not.
    if (!range.success) return null;
    const { start, end, description = null } = range.data;
    ranges.push({ StartAddress: start, EndAddress: end, Description: description });
  }
  return ranges;
}
