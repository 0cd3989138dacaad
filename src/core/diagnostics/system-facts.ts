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
  /** When this version was built, ISO 8601 UTC. Missing: unknown. */
  builtAt?: string;
  /** Commit it was built from. Missing: unknown. */
  commit?: string;
  /** Bytes of memory in all. */
  memoryBytes?: number;
}
