import type { AddressList, KnownPurpose } from '../../shared/model/addresses';
import { parseAddress, sizeOf, valueOf, type Address } from './address';
import { blocksBetween, blockText, parseBlock, type Block } from './blocks';

export { parseAddress } from './address';

/** Home routers and mobile carriers change addresses inside these: as large as one network of one owner often is. */
const NETWORK_BITS = { ipv4: 24, ipv6: 48 } as const;

/** "203.0.113.0/24" or "2001:db8:1::/48"; the text itself where it is no address ("Salesforce.com IP"). */
export function networkOf(text: string): string {
  const address = parseAddress(text);
  if (address === null) return text;
  const size = sizeOf(address);
  const bits = NETWORK_BITS[address.kind()];
  const free = BigInt(size - bits);
  return blockText({ size, value: (valueOf(address) >> free) << free, bits });
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
  const [from, to, ...rest] = text.split('-');
  if (to === undefined) {
    const block = parseBlock(text);
    return block === null ? null : blockText(block);
  }
  const [first, last] = [parseAddress(from ?? ''), parseAddress(to)];
  if (first === null || last === null || rest.length > 0) return null;
  const [block, ...more] = blocksBetween(first, last);
  return block === undefined || more.length > 0 ? null : blockText(block);
}

/** Every known address of an org: which lists is an address on? */
export interface KnownAddresses {
  of(address: string): { purposes: ReadonlySet<KnownPurpose>; lists: readonly string[] };
  has(purpose: KnownPurpose): boolean;
  /** Names a state of all lists, for what is remembered with them. */
  readonly fingerprint: string;
}

/** A range as Salesforce has it: both ends belong to it. */
export interface TrustedRange {
  start: string;
  end: string;
}

const NOTHING = { purposes: new Set<KnownPurpose>(), lists: [] } as const;

/**
 * `trusted`: the ranges the org itself trusts. They are no list, and have no name. What is no range is left out.
 * Asked for hundreds of thousands of addresses, so a question costs a look per length of prefix there is, however
 * many ranges there are.
 */
export function knownAddresses(
  lists: readonly AddressList[],
  trusted: readonly TrustedRange[] = [],
): KnownAddresses {
  const index = new BlockIndex();
  const purposes = new Set<KnownPurpose>();
  const add = (blocks: Block[], owner: number, purpose: KnownPurpose) => {
    if (blocks.length > 0) purposes.add(purpose);
    for (const block of blocks) index.add(block, owner);
  };
  lists.forEach(({ purpose, ranges }, i) => {
    for (const { cidr } of ranges) add(blocksOf(cidr), i, purpose);
  });
  for (const { start, end } of trusted) {
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first !== null && last !== null) add(blocksBetween(first, last), lists.length, 'trusted');
  }
  return {
    of(text) {
      const address = parseAddress(text);
      const owners = address === null ? NONE : index.ownersOf(address);
      if (owners.size === 0) return NOTHING;
      const found = lists.filter((_, i) => owners.has(i));
      const known = new Set<KnownPurpose>(found.map(({ purpose }) => purpose));
      if (owners.has(lists.length)) known.add('trusted');
      return { purposes: known, lists: found.map(({ name }) => name) };
    },
    has: (purpose) => purposes.has(purpose),
    fingerprint: JSON.stringify([
      ...lists.map(({ name, purpose, ranges }) => [name, purpose, ranges.map((r) => r.cidr)]),
      ...trusted.map(({ start, end }) => [start, end]),
    ]),
  };
}

/** Lists keep ranges in one form; of those that came from elsewhere, any form will do. */
function blocksOf(cidr: string): Block[] {
  const block = parseBlock(cidr) ?? parseBlock(normalizeCidr(cidr) ?? '');
  return block === null ? [] : [block];
}

const NONE: ReadonlySet<number> = new Set();

type Owners = Set<number>;

/** Whose blocks is an address in? By length of prefix, the prefixes there are. */
class BlockIndex {
  /** Numbers for IPv4: BigInt would cost ten times as much, and most addresses are these. */
  private readonly v4 = new Map<number, Map<number, Owners>>();
  private readonly v6 = new Map<number, Map<bigint, Owners>>();

  add({ size, value, bits }: Block, owner: number): void {
    const prefix = value >> BigInt(size - bits);
    if (size === 32) addOwner(this.v4, bits, Number(prefix), owner);
    else addOwner(this.v6, bits, prefix, owner);
  }

  ownersOf(address: Address): ReadonlySet<number> {
    let found: Owners | null = null;
    const meet = (owners: Owners | undefined) => {
      if (owners !== undefined) found = found === null ? owners : new Set([...found, ...owners]);
    };
    if (sizeOf(address) === 32) {
      const [a = 0, b = 0, c = 0, d = 0] = address.toByteArray();
      const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      // Shifting by 32 would not shift at all.
      for (const [bits, prefixes] of this.v4) meet(prefixes.get(bits === 0 ? 0 : value >>> (32 - bits)));
    } else if (this.v6.size > 0) {
      const value = valueOf(address);
      for (const [bits, prefixes] of this.v6) meet(prefixes.get(value >> BigInt(128 - bits)));
    }
    return found ?? NONE;
  }
}

function addOwner<P>(lengths: Map<number, Map<P, Owners>>, bits: number, prefix: P, owner: number): void {
  let prefixes = lengths.get(bits);
  if (prefixes === undefined) lengths.set(bits, (prefixes = new Map<P, Owners>()));
  const owners = prefixes.get(prefix);
  if (owners === undefined) prefixes.set(prefix, new Set([owner]));
  else owners.add(owner);
}
