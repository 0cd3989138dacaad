import type { CommandFacts } from '../tree';
import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import { powershellCompletion } from './powershell';
import { zshCompletion } from './zsh';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** Names that shells and packages look for. */
export const COMPLETION_FILES: Record<Shell, string> = {
  bash: 'seatwatch.bash',
  zsh: '_seatwatch',
  fish: 'seatwatch.fish',
  powershell: 'seatwatch.ps1',
};

const MAKE: Record<Shell, (tree: readonly CommandFacts[]) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * A script that knows all commands, options and words by heart. The names of orgs are not completed: they stand in
 * the database, and starting the program for every Tab would take longer than typing them.
 */
export function completionScript(shell: Shell, tree: readonly CommandFacts[]): string {
  return MAKE[shell](tree);
}
