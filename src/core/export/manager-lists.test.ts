import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { seatTableRow } from '../../../test/builders/export-rows';
import { IdleRule } from '../../shared/model/idle-rule';
import type { SeatTableRow } from '../../shared/model/licenses';
import { managerFiles } from './manager-lists';

const INFO = {
  org: 'Acme',
  asOf: '2026-03-01T10:00:00.000Z',
  rule: IdleRule.parse({}),
  message: '',
};

interface Mail {
  headers: Record<string, string>;
  text: string;
  html: string;
  attached: string;
}

/** RFC 2047 words of a header, in the forms the library writes. */
function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replace(/_/g, ' ')),
    );
}

function quoted(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function headersOf(block: string): Record<string, string> {
  const lines = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())];
    }),
  );
}

function parts(text: string, found: { headers: Record<string, string>; body: string }[] = []) {
  const end = text.indexOf('\r\n\r\n');
  const headers = headersOf(text.slice(0, end));
  const body = text.slice(end + 4);
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) {
    const encoding = headers['content-transfer-encoding'];
    const decoded =
      encoding === 'base64'
        ? Buffer.from(body, 'base64').toString('utf8')
        : encoding === 'quoted-printable'
          ? quoted(body)
          : body;
    found.push({ headers, body: decoded });
  } else for (const part of body.split(`--${boundary}`).slice(1, -1)) parts(part.replace(/^\r\n/, ''), found);
  return found;
}

function parse(content: string | Uint8Array): Mail {
  const text = Buffer.from(content).toString('utf8');
  const headers = headersOf(text.slice(0, text.indexOf('\r\n\r\n')));
  const all = parts(text);
  const body = (type: string): string =>
    all.find((part) => part.headers['content-type']?.startsWith(type))?.body ?? '';
  return { headers, text: body('text/plain'), html: body('text/html'), attached: body('text/csv') };
}

const manager = (
  id: string,
  name: string | null,
  email: string | null,
  changes: Partial<SeatTableRow> = {},
) => seatTableRow({ managerId: id, manager: name, managerEmail: email, ...changes });

async function one(seat: SeatTableRow, info = INFO): Promise<Mail> {
  const { files } = await managerFiles([seat], info);
  return parse(files.find(({ name }) => name.endsWith('.eml'))?.content ?? '');
}

describe('lists for managers', () => {
  it('are a draft and a CSV for each, and one CSV of those without a manager', async () => {
    const { files, withoutAddress } = await managerFiles(
      [
        manager('005B', 'Bob', 'bob@acme.example'),
        manager('005A', 'Ada Lee', 'ada@acme.example', { name: 'User 2' }),
        manager('005B', 'Bob', 'bob@acme.example', { name: 'User 3' }),
        seatTableRow({ managerId: null, manager: null, managerEmail: null }),
        manager('005C', 'ada lee', null),
        manager('005D', null, null),
      ],
      INFO,
    );
    expect(files.map(({ name }) => name)).toEqual([
      'no-manager.csv',
      '005D.eml',
      '005D.csv',
      'ada-lee.eml',
      'ada-lee.csv',
      'Ada-Lee-2.eml',
      'Ada-Lee-2.csv',
      'Bob.eml',
      'Bob.csv',
    ]);
    expect(withoutAddress).toBe(2);
    const bob = parse(files.find(({ name }) => name === 'Bob.eml')?.content ?? '');
    expect(bob.attached).toBe(files.find(({ name }) => name === 'Bob.csv')?.content);
    const { data } = Papa.parse<Record<string, string>>(bob.attached.slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => row['name'])).toEqual(['User 1', 'User 3']);
    expect(Object.keys(data[0] ?? {})).toEqual(expect.arrayContaining(['still_needed', 'comment']));
    // A price list goes to nobody but the person who exports it.
    expect(bob.attached + bob.text + bob.html).not.toMatch(/1800|price/i);
  });

  it('open as drafts to one recipient, with names as they are written', async () => {
    const mail = await one(
      manager('005A', 'Ægir Łuk 😀', 'aegir@acme.example', { name: '李小龍', username: 'li@acme.example' }),
      { ...INFO, message: 'Until Friday, please.\nThanks!' },
    );
    expect(mail.headers).toMatchObject({
      'x-unsent': '1',
      to: 'Ægir Łuk 😀 <aegir@acme.example>',
      subject: 'Are these Salesforce licenses still needed? (Acme, 1 license)',
    });
    expect(mail.headers['from']).toBeUndefined();
    expect(mail.text).toContain('Hello Ægir Łuk 😀,');
    expect(mail.text).toContain('Until Friday, please.\nThanks!');
    expect(mail.text).toContain('- 李小龍 (li@acme.example): Salesforce; last seen: never; Never logged in');
    expect(mail.html).toContain('李小龍');
    expect(mail.html).toContain('As of 2026-03-01 10:00 UTC.');
  });

  it('take no header, recipient or markup from names', async () => {
    const evil = 'Eve\r\nBcc: all@acme.example\r\n\r\n<script>alert(1)</script>';
    const mail = await one(
      manager('005E', evil, 'eve@acme.example, all@acme.example', {
        name: '<img src=x onerror=alert(1)>',
        license: '"><b>',
      }),
      { ...INFO, org: 'Acme\r\nX-Evil: 1', message: '<script>alert(2)</script>' },
    );
    expect(Object.keys(mail.headers).sort()).toEqual([
      'content-type',
      'date',
      'message-id',
      'mime-version',
      'subject',
      'x-unsent',
    ]);
    expect(mail.headers['subject']).toContain('Acme X-Evil: 1');
    expect(mail.html).not.toMatch(/<script|<img|<b>/);
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');

    const named = await one(manager('005E', evil, 'eve@acme.example'));
    expect(Object.keys(named.headers)).toContain('to');
    expect(Object.keys(named.headers)).not.toContain('bcc');
    expect(named.headers['to']).toContain('<eve@acme.example>');
  });

  it('neutralize formulas in the CSV', async () => {
    const { files } = await managerFiles(
      [manager('005A', 'Ada', null, { name: "=cmd|' /C calc'!A0" })],
      INFO,
    );
    expect(files.find(({ name }) => name === 'Ada.csv')?.content).toContain(`"'=cmd|`);
  });

  it('hold the first hundred in the mail, and all in the attached list', async () => {
    const seats = Array.from({ length: 230 }, (_, n) =>
      manager('005A', 'Ada', 'ada@acme.example', { name: `User ${String(n)}.`, userId: `005${String(n)}` }),
    );
    const { files } = await managerFiles(seats, INFO);
    const mail = parse(files[0]?.content ?? '');
    expect(mail.text).toContain('230 people');
    expect(mail.text).toContain('- User 99.');
    expect(mail.text).not.toContain('- User 100.');
    expect(mail.text).toContain('… and 130 more in the attached list.');
    expect(mail.html.match(/<tr>/g)).toHaveLength(101);
    expect(mail.attached).toContain('User 229.');
  });
});
