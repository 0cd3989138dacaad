// What opens exported files in tests: LibreOffice's spreadsheet and a reader for PDFs. The app needs neither.
import { installPackages } from './apt.mjs';
import { SetupError } from './errors.mjs';
import { withLock } from './lock.mjs';
import { hasProgram, isLinux } from './process.mjs';

/** Program -> Debian package. */
const PACKAGES = { soffice: 'libreoffice-calc', pdftotext: 'poppler-utils' };

const missing = () => Object.keys(PACKAGES).filter((program) => !hasProgram(program));

/**
 * Installs what is missing where we may. Resolves to null, or to the reason why tests that need it will be
 * skipped: nobody is kept from running the others.
 */
export async function ensureOffice() {
  if (missing().length === 0) return null;
  if (!isLinux) return `not on the path: ${missing().join(', ')}`;
  try {
    await withLock('setup', () =>
      installPackages(
        missing().map((program) => PACKAGES[program]),
        'Tests of exported files need LibreOffice Calc and poppler',
      ),
    );
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return error.message.replace(/\s*\n\s*/g, ' ');
  }
  return missing().length === 0 ? null : `still not on the path: ${missing().join(', ')}`;
}
