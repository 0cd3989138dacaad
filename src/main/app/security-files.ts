import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import dayjs from 'dayjs';
import { importAddresses } from '../../checks/addresses/import';
import { fileNamePart, findingPages, findingsAbout, writeFindings, writeToFile } from '../../core/export';
import type { Clock, Database } from '../../core/ports';
import { AppError } from '../../shared/model/errors';
import { requireOrg } from '../ipc/require-org';
import type { AllHandlers } from '../ipc/routes';

export interface SecurityDialogs {
  /** Native save dialog; null when dismissed. */
  askForFile: (suggestedName: string, kind: 'csv' | 'json' | 'jsonl') => Promise<string | null>;
  /** Native dialog for a file with addresses; null when dismissed. */
  askForAddresses: () => Promise<string | null>;
}

export interface SecurityFilesDeps {
  db: Database;
  clock: Pick<Clock, 'now'>;
  dialogs: SecurityDialogs;
  /** Of Seatwatch; it is told to systems that collect events. */
  version: string;
}

export type SecurityFiles = Pick<AllHandlers['security'], 'export' | 'readAddresses'>;

/** A hundred thousand addresses with notes; the same as can be pasted. */
const MAX_BYTES = 5_000_000;

const ENDINGS = { csv: 'csv', json: 'json', ocsf: 'jsonl', ecs: 'jsonl' } as const;

/** Files of the security pages: native dialogs first; what is written is for its owner only, complete or not at all. */
export function createSecurityFiles({ db, clock, dialogs, version }: SecurityFilesDeps): SecurityFiles {
  return {
    async export({ orgId, filter, format }) {
      const org = await requireOrg(db, orgId);
      const now = clock.now();
      const ending = ENDINGS[format];
      const what = ending === 'jsonl' ? `findings-${format}` : 'findings';
      const name = `${what}-${fileNamePart(org.name, 'org')}-${dayjs(now).format('YYYY-MM-DD')}.${ending}`;
      const file = await dialogs.askForFile(name, ending);
      if (file === null) return null;
      const about = await findingsAbout(db, org, { version, now });
      const pages = findingPages(db, orgId, filter, now);
      return {
        path: file,
        rows: await writeToFile(file, (sink) => writeFindings(sink, format, about, pages)),
      };
    },

    async readAddresses({ text }) {
      if (text !== null) return importAddresses(text);
      const file = await dialogs.askForAddresses();
      return file === null ? null : importAddresses(await readTextFile(file));
    },
  };
}

/** Spreadsheets save "Unicode text" as UTF-16; everything else is taken for UTF-8. */
async function readTextFile(file: string): Promise<string> {
  const name = path.basename(file);
  let bytes: Buffer;
  try {
    // Before it is read: somebody may have chosen a film.
    if ((await stat(file)).size > MAX_BYTES) throw tooLarge(name);
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new AppError({
      code: 'ADDRESS_FILE_UNREADABLE',
      kind: 'usage',
      message: `The file ${name} cannot be read (${code}).`,
      fix: 'Check its permissions, or choose another file.',
    });
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

const tooLarge = (name: string): AppError =>
  new AppError({
    code: 'ADDRESS_FILE_TOO_LARGE',
    kind: 'usage',
    message: `The file ${name} is larger than ${String(MAX_BYTES / 1_000_000)} MB.`,
    fix: 'Choose a file that holds only addresses, or divide it.',
  });
