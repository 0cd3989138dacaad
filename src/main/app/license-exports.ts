import dayjs from 'dayjs';
import { allSeats, fileNamePart, seatPages, writeToFile, writeUnusedLicensesCsv } from '../../core/export';
import { makeExportFolder } from '../../core/export/export-folder';
import type { Clock, Database } from '../../core/ports';
import { AppError } from '../../shared/model/errors';
import type { SeatsQuery } from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';
import { requireOrg } from '../ipc/require-org';
import type { AllHandlers } from '../ipc/routes';
import type { PrintJob } from './pdf';

export interface ExportDialogs {
  /** Native save dialog; null when dismissed. */
  askForFile: (suggestedName: string, kind: 'csv' | 'xlsx' | 'pdf') => Promise<string | null>;
  /** Native dialog for a folder; null when dismissed. */
  askForFolder: (title: string) => Promise<string | null>;
}

export interface LicenseExportDeps {
  db: Database;
  clock: Clock;
  dialogs: ExportDialogs;
  printToPdf: (job: PrintJob) => Promise<Uint8Array>;
  paper: PrintJob['paper'];
}

export type LicenseExports = Pick<AllHandlers['licenses'], 'export' | 'exportForManagers' | 'exportPdf'>;
type Saved = Awaited<ReturnType<LicenseExports['export']>>;

/**
 * The exports of the licenses page: a native dialog first, then files for their owner only, complete or not at
 * all. What only an export needs is loaded when one is made.
 */
export function createLicenseExports(deps: LicenseExportDeps): LicenseExports {
  const { db, clock, dialogs } = deps;
  /** "unused-licenses-Acme-2026-11-22": the same for every export, whatever the org is called. */
  const fileName = (what: string, org: Org): string =>
    `${what}-${fileNamePart(org.name, 'org')}-${dayjs(clock.now()).format('YYYY-MM-DD')}`;

  return {
    async export({ query, format }) {
      const org = await requireOrg(db, query.orgId);
      switch (format) {
        case 'csv': {
          const file = await dialogs.askForFile(`${fileName('unused-licenses', org)}.csv`, 'csv');
          if (file === null) return null;
          return saved(file, await writeToFile(file, (sink) => writeUnusedLicensesCsv(sink, db, query)));
        }
        case 'xlsx':
          return exportWorkbook(org, query);
        default:
          return exportForLoader(org, query, format);
      }
    },

    async exportForManagers({ query, message }) {
      const org = await requireOrg(db, query.orgId);
      const seats = await allSeats(db, query);
      if (seats.length === 0) throw nothingToWrite();
      const parent = await dialogs.askForFolder('Where to put the lists for the managers');
      if (parent === null) return null;
      const { managerFiles } = await import('../../core/export/manager-lists');
      const asOf = query.asOf ?? org.dataAsOf;
      const info = { org: org.name, asOf, rule: query.rule, message };
      const { files, withoutAddress } = await managerFiles(seats, info);
      const folder = await makeExportFolder(parent, `Seat review ${titleOf(org)}`, files);
      const notes =
        withoutAddress === 0
          ? []
          : [
              withoutAddress === 1
                ? '1 draft has no recipient: Salesforce names no usable email address of that manager.'
                : `${String(withoutAddress)} drafts have no recipient: Salesforce names no usable email addresses of those managers.`,
            ];
      return { path: folder, files: files.length, rows: seats.length, notes };
    },

    async exportPdf({ orgId, rule }) {
      const org = await requireOrg(db, orgId);
      const file = await dialogs.askForFile(`${fileName('license-review', org)}.pdf`, 'pdf');
      if (file === null) return null;
      const report = await import('../../core/export/report');
      const data = await report.licenseReportData(db, org, rule, clock);
      const pdf = await deps.printToPdf({
        html: report.licenseReportHtml(data),
        style: report.REPORT_STYLE,
        header: report.reportPageHeader(data),
        footer: report.reportPageFooter(),
        paper: deps.paper,
      });
      await writeToFile(file, (sink) => sink.write(pdf));
      return saved(file, data.licenses.length);
    },
  };

  function titleOf(org: Org): string {
    return `${fileNamePart(org.name, 'org')} ${dayjs(clock.now()).format('YYYY-MM-DD')}`;
  }

  async function exportWorkbook(org: Org, query: SeatsQuery): Promise<Saved> {
    const { requireFits, writeSeatWorkbook } = await import('../../core/export/workbook');
    const { total, asOf } = await db.seats({ ...query, offset: 0, limit: 1 });
    requireFits(total);
    const file = await dialogs.askForFile(`${fileName('unused-licenses', org)}.xlsx`, 'xlsx');
    if (file === null) return null;
    const info = { org: org.name, asOf, rule: query.rule };
    return saved(
      file,
      await writeToFile(file, (sink) => writeSeatWorkbook(sink, seatPages(db, query), info)),
    );
  }

  /** Before the dialog it is known whether there is anything to save, and in how many files. */
  async function exportForLoader(
    org: Org,
    query: SeatsQuery,
    format: 'deactivate' | 'freeze' | 'unassign',
  ): Promise<Saved> {
    const { loaderFiles } = await import('../../core/export/data-loader');
    const { files, notes } = await loaderFiles(db, org, query, format, clock.now());
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const [first, ...others] = files;
    if (first === undefined) throw nothingToWrite();
    const nameOf = (object: string): string => `${fileName(`${format}-${object}`, org)}.csv`;
    if (others.length === 0) {
      const file = await dialogs.askForFile(nameOf(first.object), 'csv');
      if (file === null) return null;
      await writeToFile(file, (sink) => sink.write(first.csv));
      return { ...saved(file, rows), notes };
    }
    const parent = await dialogs.askForFolder('Where to put the files for the Data Loader');
    if (parent === null) return null;
    const contents = files.map(({ object, csv }) => ({ name: nameOf(object), content: csv }));
    const folder = await makeExportFolder(parent, `Seats to ${format} ${titleOf(org)}`, contents);
    return { path: folder, files: files.length, rows, notes };
  }
}

const saved = (file: string, rows: number) => ({ path: file, files: 1, rows });

function nothingToWrite(): AppError {
  return new AppError({
    code: 'NOTHING_TO_WRITE',
    kind: 'usage',
    message: 'No seat is on this list.',
    fix: 'Change the filters, or decide about some seats first.',
  });
}
