const MAX_PART = 60;
/** Names Windows keeps for devices, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A piece of a file name every platform accepts, from whatever somebody is called; `fallback` when nothing is left. */
export function fileNamePart(name: string, fallback: string): string {
  const part = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  // By characters: half of a surrogate pair is no file name.
  const cut = [...part].slice(0, MAX_PART).join('').replace(/-+$/, '');
  if (cut === '') return fallback;
  return RESERVED.test(cut) ? `${cut}-` : cut;
}

/** Gives each name once: file systems that ignore case would put two "Ada Lee" into one file. */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let free = name;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name}-${count}`;
    taken.add(free.toLowerCase());
    return free;
  };
}
