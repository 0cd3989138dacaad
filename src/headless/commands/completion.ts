import { Argument } from 'commander';
import type { Register } from '../command';
import { commandTree, completionScript, manPage, type Shell, SHELLS } from '../reference';

export const registerCompletion: Register = (program, run) => {
  const command = program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices([...SHELLS]))
    .description('prints a script that completes commands and options in a shell');

  run(command, async (context, _options, [shell = '']) => {
    const script = completionScript(shell as Shell, commandTree(program));
    await (context.json ? context.printJson({ shell, script }) : context.print(script));
    return undefined;
  });
};

export const registerMan: Register = (program, run) => {
  const command = program
    .command('man')
    .description('prints the manual page; to read it: seatwatch man | man -l -');

  run(command, async (context) => {
    const page = manPage(commandTree(program), context.deps.system.appVersion);
    await (context.json ? context.printJson({ page }) : context.print(page));
    return undefined;
  });
};
