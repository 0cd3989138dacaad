/** What all work on database files needs to know. */
export interface CareEnvironment {
  /** The folder `drizzle/` as shipped. */
  migrationsFolder: string;
  nativeBinding?: string | undefined;
  /** Epoch ms, for the names of files; tests give their own. */
  now?: () => number;
  /** Told before each step that changes something; tests end the process there. */
  onStep?: (step: string) => void;
}
