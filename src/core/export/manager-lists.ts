import MailComposer from 'nodemailer/lib/mail-composer';
import type { SeatTableRow } from '../../shared/model/licenses';
import { type Column, csvHead, csvLines } from './csv';
import { fileNamePart, uniqueNames } from './file-names';
import { type ManagerMail, mailHtml, mailText, type MailInfo, subjectOf } from './manager-words';
import { DETAIL_WORDS, KIND_WORDS, REASON_WORDS } from './rule-words';

/** One file of the folder. */
export interface ManagerFile {
  name: string;
  content: string | Uint8Array;
}

export interface ManagerFiles {
  files: ManagerFile[];
  /** Managers of whom Salesforce names no usable address: their drafts have no recipient yet. */
  withoutAddress: number;
}

/** What a manager is asked about, with two columns left to fill in. No prices: these lists go to many people. */
const columns: Column<SeatTableRow>[] = [
  { name: 'name', value: (seat) => seat.name },
  { name: 'username', value: (seat) => seat.username },
  { name: 'department', value: (seat) => seat.department },
  { name: 'license', value: (seat) => seat.license },
  { name: 'license_kind', value: (seat) => KIND_WORDS[seat.licenseKind] },
  { name: 'why', value: whyOf },
  { name: 'created_at', value: (seat) => seat.createdAt },
  { name: 'last_login_at', value: (seat) => seat.lastLoginAt },
  { name: 'days_since_login', value: (seat) => seat.daysSinceLogin },
  { name: 'logins_90d', value: (seat) => seat.logins90d },
  { name: 'still_needed', value: () => null },
  { name: 'comment', value: () => null },
];

function whyOf({ reason, detail }: SeatTableRow): string {
  return detail === null ? REASON_WORDS[reason] : `${REASON_WORDS[reason]} (${DETAIL_WORDS[detail]})`;
}

const listCsv = (seats: readonly SeatTableRow[]): string => csvHead(columns) + csvLines(columns, seats);

/**
 * A mail draft and a CSV for each manager of somebody on the list, and one CSV of those who have none. Nothing
 * is sent: the drafts open in the admin's own mail program.
 */
export async function managerFiles(seats: readonly SeatTableRow[], info: MailInfo): Promise<ManagerFiles> {
  const groups = new Map<string | null, SeatTableRow[]>();
  for (const seat of seats) {
    const theirs = groups.get(seat.managerId);
    if (theirs === undefined) groups.set(seat.managerId, [seat]);
    else theirs.push(seat);
  }
  const nameOnce = uniqueNames();
  const files: ManagerFile[] = [];
  let withoutAddress = 0;
  const managers = [...groups].sort(([, a], [, b]) => nameOf(a).localeCompare(nameOf(b), 'en'));
  for (const [managerId, theirs] of managers) {
    const csv = listCsv(theirs);
    if (managerId === null) {
      files.push({ name: `${nameOnce('no-manager')}.csv`, content: csv });
      continue;
    }
    const name = nameOnce(fileNamePart(nameOf(theirs), managerId));
    const mail = { to: nameOf(theirs), address: addressOf(theirs), seats: theirs };
    if (mail.address === null) withoutAddress++;
    files.push({ name: `${name}.eml`, content: await draft(mail, info, `${name}.csv`, csv) });
    files.push({ name: `${name}.csv`, content: csv });
  }
  return { files, withoutAddress };
}

const nameOf = ([seat]: readonly SeatTableRow[]): string => seat?.manager ?? seat?.managerId ?? '';

/** One plain address or none: whatever else stands in the field must not become further recipients. */
function addressOf([seat]: readonly SeatTableRow[]): string | null {
  const address = seat?.managerEmail?.trim() ?? '';
  return /^[^\s<>"(),:;[\]\\@]+@[^\s<>"(),:;[\]\\@]+$/.test(address) ? address : null;
}

/** A message that mail programs open as a draft (X-Unsent: Outlook, Thunderbird and others). */
function draft(mail: ManagerMail, info: MailInfo, csvName: string, csv: string): Promise<Buffer> {
  return new MailComposer({
    ...(mail.address === null ? {} : { to: { name: headerText(mail.to), address: mail.address } }),
    subject: headerText(subjectOf(mail, info)),
    text: mailText(mail, info, whyOf),
    html: mailHtml(mail, info, whyOf),
    headers: { 'X-Unsent': '1' },
    attachments: [{ filename: csvName, content: csv, contentType: 'text/csv; charset=utf-8' }],
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** A line break in a name would begin another header. */
const headerText = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
