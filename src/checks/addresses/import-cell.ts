import { parseAddress, sizeOf, valueOf } from './address';
import { blocksBetween, blockText, parseBlock } from './blocks';

export interface ReadCell {
  /** CIDR blocks, the fewest that hold what the cell says. */
  blocks: string[];
  /** What stands behind the address. */
  note: string;
  /** One address, not a block or a range. */
  isSingle: boolean;
}

export interface RefusedCell {
  why: string;
  /** It begins like an address: more likely a mistyped one than a note. */
  isAlmost: boolean;
}

/** "203.0.113.0/24", "2001:db8::1", "10.0.0.1 - 10.0.0.9", each with or without a note behind it. */
export function readCell(text: string): ReadCell | RefusedCell {
  const [first, last, behind] = partsOf(text);
  const isAlmost = /^[\d.:/a-f]*[.:][\d.:/a-f]*$/i.test(first);
  const refused = (why: string): RefusedCell => ({ why, isAlmost });
  // A start and an end, or a list: which of them is the note?
  const [, next = ''] = /^\s*[,;]\s*([^\s,;]+)/.exec(behind) ?? [];
  if (parseBlock(next) !== null) return refused('There is more than one address or block in the line.');
  const note = behind.replace(/^[#,;\s]+|\s+$/g, '');
  if (last === null) {
    const block = parseBlock(first);
    if (block === null) return refused(whyNot(first || text.trim()));
    return { blocks: [blockText(block)], note, isSingle: !first.includes('/') };
  }
  const [start, end] = [parseAddress(first), parseAddress(last)];
  if (start === null) return refused(whyNot(first));
  if (end === null) return refused(whyNot(last));
  if (sizeOf(start) !== sizeOf(end))
    return refused('The range begins with IPv4 and ends with IPv6, or the other way round.');
  if (valueOf(start) > valueOf(end)) return refused('The range ends before it begins.');
  return { blocks: blocksBetween(start, end).map(blockText), note, isSingle: false };
}

/** What may stand in an address; a hyphen or a dash between two of them makes a range. */
const RANGE = /^([\d.:a-f]+)\s*[-–—]\s*([\d.:a-f]+)(?![^\s#,;])/i;

function partsOf(text: string): [first: string, last: string | null, behind: string] {
  const trimmed = text.trim();
  const range = RANGE.exec(trimmed);
  // "10.0.0.1 - 2nd floor" is an address with a note.
  if (range !== null && /[.:]/.test(range[2] ?? ''))
    return [range[1] ?? '', range[2] ?? '', trimmed.slice(range[0].length)];
  const first = /^[^\s#,;]*/.exec(trimmed)?.[0] ?? '';
  return [first, null, trimmed.slice(first.length).replace(/^\s*[-–—]\s+/, '')];
}

function whyNot(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const [front = '', length] = text.split('/');
  const address = parseAddress(front);
  if (address !== null && length !== undefined)
    return `“/${length}” is no length of a prefix: 0 to ${String(sizeOf(address))} bits.`;
  if (/^\d+(\.\d+){3}$/.test(front))
    return `“${shown}” is no IPv4 address: each of its four numbers is 0 to 255, without zeros in front.`;
  return `“${shown}” is no address, no CIDR block and no range.`;
}
