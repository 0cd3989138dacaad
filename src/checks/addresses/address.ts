import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

const FOUR_PARTS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/**
 * IPv4 in IPv6 clothes counts as IPv4. Null: no address. IPv4 is four decimal numbers and nothing else: what
 * "10", "0x7f.1" or "010.0.0.1" mean differs from program to program. An interface ("fe80::1%eth0") is no part
 * of an address that others know.
 */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  const parts = FOUR_PARTS.exec(trimmed);
  if (parts !== null) {
    const octets = parts.slice(1).map(Number);
    return octets.every((octet) => octet <= 255) ? new ipaddr.IPv4(octets) : null;
  }
  if (!trimmed.includes(':') || trimmed.includes('%')) return null;
  try {
    return ipaddr.process(trimmed);
  } catch {
    return null;
  }
}

/** Bits of an address of this kind. */
export const sizeOf = (address: Address): 32 | 128 => (address.kind() === 'ipv4' ? 32 : 128);

/** An address as a number of 32 or 128 bits. */
export function valueOf(address: Address): bigint {
  let value = 0n;
  for (const byte of address.toByteArray()) value = (value << 8n) | BigInt(byte);
  return value;
}

/** The address of a number. */
export function addressOf(value: bigint, size: 32 | 128): Address {
  const bytes = Array.from({ length: size / 8 }, (_, i) =>
    Number((value >> BigInt(size - 8 - i * 8)) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes);
}
