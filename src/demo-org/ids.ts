/**
 * Salesforce record ids. Inside the demo org a record is a whole number; on the wire it is 18 characters:
 * key prefix (3) + instance (3, e.g. `5g0`) + base-62 number (9) + checksum (3). The 15-character form leaves
 * the checksum out and is case-sensitive; the checksum makes the 18-character form safe to compare without case.
 */

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const NUMBER_LENGTH = 9;
/** Added to record numbers, so that ids look like those of an org that is not brand new. */
const OFFSET = 2_214_000_000_000;

/** Three characters; bit n of each tells whether character n of that group of five is upper case. */
export function idChecksum(id15: string): string {
  let out = '';
  for (let group = 0; group < 3; group++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const c = id15.charCodeAt(group * 5 + i);
      if (c >= 65 && c <= 90) bits |= 1 << i;
    }
    out += CHECKSUM.charAt(bits);
  }
  return out;
}

/** The 18-character id of record `n`. */
export function encodeId(prefix: string, instance: string, n: number): string {
  let digits = '';
  let rest = n + OFFSET;
  while (rest > 0) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  const id15 = prefix + instance + digits.padStart(NUMBER_LENGTH, '0');
  return id15 + idChecksum(id15);
}

/** 15 or 18 characters in the right alphabet; an 18-character id in wrong case is repaired by its checksum. */
export function toId15(id: string): string | undefined {
  if (!/^[0-9A-Za-z]+$/.test(id)) return undefined;
  if (id.length === 15) return id;
  if (id.length !== 18) return undefined;
  const sums = id.slice(15).toUpperCase();
  let out = '';
  for (let i = 0; i < 15; i++) {
    const bits = CHECKSUM.indexOf(sums.charAt(Math.floor(i / 5)));
    if (bits < 0) return undefined;
    const c = id.charAt(i);
    out += bits & (1 << (i % 5)) ? c.toUpperCase() : c.toLowerCase();
  }
  // A checksum that no casing can satisfy (a digit marked upper case) is not an id.
  return idChecksum(out) === sums ? out : undefined;
}

/** A well-formed id taken apart, or undefined when the text is no id at all. */
export function decodeId(id: string): { prefix: string; instance: string; n: number } | undefined {
  const id15 = toId15(id);
  if (id15 === undefined) return undefined;
  let n = 0;
  for (const c of id15.slice(6)) n = n * 62 + BASE62.indexOf(c);
  return { prefix: id15.slice(0, 3), instance: id15.slice(3, 6), n: n - OFFSET };
}
