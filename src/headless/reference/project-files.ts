import { createProgram } from '../program';
import { cliPage, commandTree, COMPLETION_FILES, completionScript, manPage, SHELLS } from '.';

/** The commands as they are defined, not run. */
export function programTree(version: string): ReturnType<typeof commandTree> {
  return commandTree(createProgram({ version, run: () => undefined }));
}

/** Every file that is made from the commands, by its path from the project's folder. */
export function projectFiles(version: string): Map<string, string> {
  const tree = programTree(version);
  return new Map([
    ['docs/cli.md', cliPage(tree)],
    ['packaging/man/seatwatch.1', manPage(tree, version)],
    ...SHELLS.map((shell): [string, string] => [
      `packaging/completions/${COMPLETION_FILES[shell]}`,
      completionScript(shell, tree),
    ]),
  ]);
}
