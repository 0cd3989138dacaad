import ipaddr from 'ipaddr.js';
import { addressOf, parseAddress, sizeOf, valueOf, type Address } from './address';

/** Addresses whose first `bits` bits are those of `value`. */
export interface Block {
  /** Bits of the addresses: IPv4 or IPv6. */
  size: 32 | 128;
  /** The first address as a number. */
  value: bigint;
  bits: number;
}

/** "203.0.113.0/24". */
export const blockText = ({ size, value, bits }: Block): string =>
  `${addressOf(value, size).toString()}/${String(bits)}`;

/** IPv4 in IPv6 clothes has this many bits in front. */
const MAPPED_BITS = 96;

/**
 * An address (a block of one), or a block by prefix length or netmask; host bits are cleared. Null: neither.
 */
export function parseBlock(text: string): Block | null {
  const [front = '', length, ...rest] = text.trim().split('/');
  const address = parseAddress(front);
  if (address === null || rest.length > 0) return null;
  const size = sizeOf(address);
  if (length === undefined) return { size, value: valueOf(address), bits: size };
  // "::ffff:203.0.113.0/120" counts the bits of its clothes.
  const hidden = size === 32 && front.includes(':') ? MAPPED_BITS : 0;
  const bits = lengthOf(length, size + hidden);
  if (bits === null) return null;
  if (bits < hidden) return wider(address, bits);
  const kept = bits - hidden;
  return { size, value: masked(valueOf(address), size, kept), bits: kept };
}

/** A block of IPv6 in which all of IPv4 and more lies. */
const wider = (address: Address, bits: number): Block => ({
  size: 128,
  value: masked((0xffffn << 32n) | valueOf(address), 128, bits),
  bits,
});

function lengthOf(text: string, size: number): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= size ? Number(text) : null;
  const mask = size === 32 ? parseAddress(text) : null;
  return mask instanceof ipaddr.IPv4 ? mask.prefixLengthFromSubnetMask() : null;
}

function masked(value: bigint, size: number, bits: number): bigint {
  const free = BigInt(size - bits);
  return (value >> free) << free;
}

/** The fewest blocks that hold all addresses from one to another, both included. Empty: there is no such range. */
export function blocksBetween(first: Address, last: Address): Block[] {
  const size = sizeOf(first);
  if (size !== sizeOf(last)) return [];
  const blocks: Block[] = [];
  const end = valueOf(last);
  for (let value = valueOf(first); value <= end;) {
    // As large as it may begin here, and not beyond the end.
    let free = 0;
    while (free < size && fits(value, free + 1, end)) free += 1;
    blocks.push({ size, value, bits: size - free });
    value += 1n << BigInt(free);
  }
  return blocks;
}

function fits(value: bigint, free: number, end: bigint): boolean {
  const count = 1n << BigInt(free);
  return (value & (count - 1n)) === 0n && value + count - 1n <= end;
}
