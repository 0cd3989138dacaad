const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const SHAPE = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/**
 * The three characters that make a 15-character id safe in case-insensitive places: each encodes which
 * of five letters are upper case, first letter in the lowest bit.
 */
export function idChecksum(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const char = id15.charCodeAt(block + i);
      if (char >= 65 && char <= 90) bits |= 1 << i;
    }
    suffix += ALPHABET.charAt(bits);
  }
  return suffix;
}

/**
 * The 18-character form of an id, or null when the value is no id. An id that has 18 characters already
 * is taken as it is: Salesforce is the authority on its own ids, also on ones whose checksum surprises us.
 */
export function toId18(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const id = value.trim();
  if (!SHAPE.test(id)) return null;
  return id.length === 15 ? id + idChecksum(id) : id;
}
