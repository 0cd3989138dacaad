import ipaddr from 'ipaddr.js';
import type { AddressList, AddressPurpose } from '../../shared/model/addresses';

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv4 in IPv6 clothes counts as IPv4. Null: no address. */
export function parseAddress(text: string): Parsed | null {
  try {
    return ipaddr.process(text.trim());
  } catch {
    return null;
  }
}

/** Home routers and mobile carriers change addresses inside these: as large as one network of one owner often is. */
const NETWORK_BITS = { ipv4: 24, ipv6: 48 } as const;

/** "203.0.113.0/24" or "2001:db8:1::/48"; the text itself where it is no address ("Salesforce.com IP"). */
export function networkOf(text: string): string {
  const address = parseAddress(text);
  if (address === null) return text;
  const bits = NETWORK_BITS[address.kind()];
  const bytes = address.toByteArray().map((byte, i) => (i < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${String(bits)}`;
}

/** Addresses that are nobody's on the internet, and so say nothing about a place. */
export function isPrivateAddress(text: string): boolean {
  const address = parseAddress(text);
  return address === null || address.range() !== 'unicast';
}

/**
 * A range in one form: "198.51.100.7" becomes "198.51.100.7/32", host bits are cleared, "a-b" must be one block.
 * Null: not an address, a CIDR block or a range that is one.
 */
export function normalizeCidr(text: string): string | null {
  const trimmed = text.trim();
  const [from, to] = trimmed.split(/\s*-\s*/, 2);
  if (from !== undefined && to !== undefined && to !== '') return blockBetween(from, to);
  if (!trimmed.includes('/')) {
    const address = parseAddress(trimmed);
    return address === null ? null : `${address.toString()}/${address.kind() === 'ipv4' ? '32' : '128'}`;
  }
  try {
    const [address, bits] = ipaddr.parseCIDR(trimmed);
    const masked = address
      .toByteArray()
      .map((byte, i) => byte & (0xff << (8 - Math.max(0, Math.min(8, bits - i * 8)))) & 0xff);
    return `${ipaddr.fromByteArray(masked).toString()}/${String(bits)}`;
  } catch {
    return null;
  }
}

function blockBetween(from: string, to: string): string | null {
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (first === null || last === null || first.kind() !== last.kind()) return null;
  const size = first.kind() === 'ipv4' ? 32 : 128;
  for (let bits = size; bits >= 0; bits--) {
    const block = normalizeCidr(`${first.toString()}/${String(bits)}`);
    if (block === null || !block.startsWith(`${first.toString()}/`)) return null;
    const [network, length] = ipaddr.parseCIDR(block);
    const end = network
      .toByteArray()
      .map((byte, i) => byte | (0xff >> Math.max(0, Math.min(8, length - i * 8))));
    if (ipaddr.fromByteArray(end).toString() === last.toString()) return block;
  }
  return null;
}

/** Every known address of an org: which lists is an address on? */
export interface KnownAddresses {
  of(address: string): { purposes: ReadonlySet<AddressPurpose>; lists: readonly string[] };
  has(purpose: AddressPurpose): boolean;
  /** Names a state of all lists, for what is remembered with them. */
  readonly fingerprint: string;
}

type Rule = readonly [network: Parsed, bits: number];

export function knownAddresses(lists: readonly AddressList[]): KnownAddresses {
  const parsed = lists.map(({ name, purpose, ranges }) => ({
    name,
    purpose,
    rules: ranges.flatMap(({ cidr }): Rule[] => {
      const block = normalizeCidr(cidr);
      return block === null ? [] : [ipaddr.parseCIDR(block)];
    }),
  }));
  const purposes = new Set(parsed.filter(({ rules }) => rules.length > 0).map(({ purpose }) => purpose));
  return {
    of(text) {
      const address = parseAddress(text);
      const found =
        address === null ? [] : parsed.filter(({ rules }) => rules.some((rule) => isIn(address, rule)));
      return {
        purposes: new Set(found.map(({ purpose }) => purpose)),
        lists: found.map(({ name }) => name),
      };
    },
    has: (purpose) => purposes.has(purpose),
    fingerprint: JSON.stringify(
      lists.map(({ name, purpose, ranges }) => [name, purpose, ranges.map((r) => r.cidr)]),
    ),
  };
}

function isIn(address: Parsed, [network, bits]: Rule): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
