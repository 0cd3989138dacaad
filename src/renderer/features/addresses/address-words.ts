import type { AddressList, AddressPurpose, AddressRange } from '../../../shared/model/addresses';
import type { Tone } from '../../ui/org-state';

/** What an address is, and what the checks make of it. */
export const PURPOSE_WORDS: Record<AddressPurpose, { label: string; tone: Tone; does: string }> = {
  office: {
    label: 'Office',
    tone: 'ok',
    does: 'The company’s own networks. Sign-ins from here are no new country or network, no attack by one address, and inside the trusted ranges. They do say where somebody is.',
  },
  vpn: {
    label: 'VPN',
    tone: 'info',
    does: 'The company’s own gateways: trusted like offices, but they do not say where somebody is. A jump to or from them is no impossible travel.',
  },
  carrier: {
    label: 'Mobile carrier',
    tone: 'quiet',
    does: 'Gateways of mobile carriers, far away from the phones behind them. They do not say where somebody is: no new country, no impossible travel. Attempts to break in count all the same.',
  },
  denied: {
    label: 'Denied',
    tone: 'bad',
    does: 'Nobody should sign in from here. A success is a finding of Access from Denied Territories.',
  },
};

/**
 * The ranges as text to edit: a range to a line, its note behind a tab, quoted where it has to be. With notes it is
 * a table with a header, so that a note is one whatever it looks like.
 */
export function rangesAsText(ranges: readonly AddressRange[]): string {
  const lines = ranges.map(({ cidr, note }) => {
    const plain = note.replace(/\s+/g, ' ').trim();
    return plain === '' ? cidr : `${cidr}\t${quoted(plain)}`;
  });
  return (ranges.some(({ note }) => note.trim() !== '') ? ['cidr\tnote', ...lines] : lines).join('\n');
}

const quoted = (note: string): string => (note.includes('"') ? `"${note.replaceAll('"', '""')}"` : note);

export const scopeWords = ({ orgId }: Pick<AddressList, 'orgId'>): string =>
  orgId === null ? 'Every org' : 'This org';
