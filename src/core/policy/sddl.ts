// Windows says who may do what to a file in the security descriptor definition language (SDDL):
// O:BAG:SYD:AI(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU). Source: Microsoft, "Security Descriptor String Format" and
// "ACE Strings" (Win32 documentation).

/** Rights by their letters, as bits of an access mask. */
const RIGHTS: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  SD: 0x1_0000,
  RC: 0x2_0000,
  WD: 0x4_0000,
  WO: 0x8_0000,
  GA: 0x1000_0000,
  GX: 0x2000_0000,
  GW: 0x4000_0000,
  GR: 0x8000_0000,
  FA: 0x1f_01ff,
  FR: 0x12_0089,
  FW: 0x12_0116,
  FX: 0x12_00a0,
};

/** Owner, group, and the beginning of the list of who may do what. */
const HEAD = /^O:(S-[\d-]+|[A-Z]{2})(?:G:(?:S-[\d-]+|[A-Z]{2}))?(D:)?/;

/** Deleting it, changing its permissions or owner, or everything. */
const TAKES_OVER = 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x1000_0000;
/** Writing or appending data or extended attributes. */
const WRITES = 0x2 | 0x4 | 0x10 | 0x4000_0000;
/** Deleting what is in a folder, whatever its own permissions say. */
const DELETES_CHILDREN = 0x40;

/** Administrators, the system, the installer of Windows, domain administrators; owners, who are looked at apart. */
const TRUSTED =
  /^(?:BA|SY|LA|DA|EA|CO|OW|S-1-5-18|S-1-5-32-544|S-1-3-[04]|S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464|S-1-5-21-[\d-]+-(?:500|512|519))$/;

/**
 * Accounts (SIDs or their two letters) besides administrators who could change a file, or put another in the place
 * of a file in a folder. Empty: nobody. Throws for what is no descriptor.
 */
export function openAccess(sddl: string, kind: 'file' | 'folder'): string[] {
  const text = sddl.trim();
  const [head = '', owner, list] = HEAD.exec(text) ?? [];
  if (owner === undefined) throw new Error(`Not a security descriptor: ${text.slice(0, 40)}`);
  const dangerous = TAKES_OVER | (kind === 'file' ? WRITES : DELETES_CHILDREN);
  const open = TRUSTED.test(owner) ? [] : [owner];
  // Without a list, or with the empty one that stands for "no control", everybody may do everything.
  const rest = text.slice(head.length);
  if (list === undefined || rest.startsWith('NO_ACCESS_CONTROL')) return [...open, 'WD'];
  for (const entry of entries(rest)) {
    const [type = '', flags = '', rights = '', , , account = ''] = entry.split(';');
    if (!/^(?:A|XA|OA|ZA)$/.test(type) || pairs(flags).includes('IO') || TRUSTED.test(account)) continue;
    if ((mask(rights) & dangerous) !== 0 && !open.includes(account)) open.push(account);
  }
  return open;
}

/** The entries of a list, up to the next section; a condition in one may have brackets of its own. */
function entries(list: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at += 1) {
    const sign = list.charAt(at);
    if (depth === 0 && sign === 'S' && list.charAt(at + 1) === ':') break;
    if (sign === '(') {
      if (depth === 0) from = at + 1;
      depth += 1;
    } else if (sign === ')') {
      depth -= 1;
      if (depth === 0) found.push(list.slice(from, at));
    }
  }
  return found;
}

function mask(rights: string): number {
  if (/^0x[\da-f]+$/i.test(rights)) return Number.parseInt(rights, 16);
  // An unknown right could be any.
  return pairs(rights).reduce((bits, pair) => bits | (RIGHTS[pair] ?? 0x1000_0000), 0);
}

function pairs(letters: string): string[] {
  return letters.match(/../g) ?? [];
}
