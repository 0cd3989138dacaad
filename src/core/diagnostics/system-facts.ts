/** What is known of the computer and the program, without looking at any data. */
export interface SystemFacts {
  appVersion: string;
  platform: string;
  arch: string;
  /** Electron, Chromium, Node, as `process.versions` names them. */
  versions: Readonly<Record<string, string>>;
  hasDisplay: boolean;
  homeDir: string;
  userName: string;
  /** Installed, as opposed to run from a checkout. Missing: unknown. */
  isPackaged?: boolean;
  /** The time its sources are of (their commit's), ISO 8601 UTC. Missing: unknown, as in a checkout. */
  builtAt?: string;
  /** Full hash of the commit it was built from. Missing: unknown. */
  commit?: string;
  /** Whether files differed from that commit. Missing: unknown. */
  modified?: boolean;
  /** Bytes of memory in all. */
  memoryBytes?: number;
}

/** One line for people: `0.1.0 (808c9bb5f41a, 2026-11-23)`, with a `+` behind the hash where files differed. */
export function buildLine({ appVersion, commit, modified, builtAt }: SystemFacts): string {
  const hash = commit === undefined ? [] : [`${commit.slice(0, 12)}${modified === true ? '+' : ''}`];
  const facts = [...hash, ...(builtAt === undefined ? [] : [builtAt.slice(0, 10)])];
  return facts.length === 0 ? appVersion : `${appVersion} (${facts.join(', ')})`;
}
