import { PASSPHRASE_FILE_VARIABLE } from '../vault';
import { AppError } from '../../shared/model/errors';
import type { ScheduleRequest } from './scheduler';

/** Program and arguments of a scheduled collection. Secrets are never among them. */
export function scheduledCommand({ entry, program, passwordStore }: ScheduleRequest): string[] {
  const command = [
    program.command,
    ...program.args,
    ...(passwordStore === null ? [] : [`--password-store=${passwordStore}`]),
    ...(entry.dataDir === null ? [] : ['--data-dir', entry.dataDir]),
    'collect',
    // An org may be called "--all".
    ...(entry.org === null ? ['--all', '--quiet'] : ['--quiet', '--', entry.org]),
  ];
  for (const word of [...command, entry.passphraseFile ?? '']) refuseControlCharacters(word);
  return command;
}

/** Variables that the scheduler has to set. */
export function scheduledVariables({ entry }: ScheduleRequest): Record<string, string> {
  return entry.passphraseFile === null ? {} : { [PASSPHRASE_FILE_VARIABLE]: entry.passphraseFile };
}

// A line feed would end the line of a unit or a crontab, and what follows would be read as another instruction.
function refuseControlCharacters(word: string): void {
  if (!/\p{Cc}/u.test(word)) return;
  throw new AppError({
    code: 'UNSCHEDULABLE_NAME',
    kind: 'usage',
    message: 'The name of a file or folder holds a control character, which no scheduler can keep.',
    fix: 'Rename it, then try again.',
  });
}

/** What is collected, for people. */
export const describeTarget = (org: string | null): string => (org === null ? 'all orgs' : org);
