import { describe, expect, it } from 'vitest';
import { harmlessCode, harmlessStack, harmlessText, harmlessValue } from './harmless';

describe('harmless text', () => {
  it('keeps what our messages and the engines’ consist of', () => {
    for (const text of [
      'the database process died',
      "Cannot read properties of undefined (reading 'orgId')",
      'DATABASE_DAMAGED',
      'LoginHistory',
      'TypeError',
      'going on without the Bulk API',
      'SQLITE_CONSTRAINT_UNIQUE'.replace('SQLITE_', ''),
    ])
      expect(harmlessText(text)).toBe(text);
  });

  it('keeps nothing else', () => {
    for (const [text, shown] of [
      ['stored for Ada Lovelace from 203.0.113.9', 'stored for … from …'],
      ['mail ada@acme.example now', '… now'],
      ['ADA LOVELACE', '…'],
      ['Ada%20Lovelace%40acme.example', '…'],
      ['\\u0041da', '\\…'],
      ['https://acme.my.salesforce.com/x?y=1', '….salesforce.…'],
      ['Адa und 漢字', '…'],
      ['The user Will Read', 'The user …'],
      ['id 0055g00000AbCdEAAV', 'id …'],
      ['/home/ada/.config/Seatwatch', '/…/Seatwatch'],
      ['AdaUser and user_ada', '… and …'],
    ] as const)
      expect(harmlessText(text), text).toBe(shown);
  });

  it('tells orgs apart without naming them', () => {
    const aliases = [
      { word: 'Acme', as: 'org-1' },
      { word: 'Acme EU (test)', as: 'org-2' },
      { word: 'x', as: 'org-3' },
    ];
    expect(harmlessText('collection of acme and ACME EU (test) ended', aliases)).toBe(
      'collection of org-1 and org-2 ended',
    );
    expect(harmlessText('Acmeville', aliases)).toBe('…');
  });
});

describe('harmless values', () => {
  it('keep figures, flags and moments, whatever the names of fields are', () => {
    expect(
      harmlessValue({
        calls: 3,
        complete: true,
        'ada@acme.example': 1,
        at: '2026-03-01T12:00:00.000Z',
        object: 'LoginHistory',
        reason: 'Ada said no',
        list: ['EACCES', 'Ada'],
        nothing: null,
        size: Number.NaN,
        bytes: 1e300,
      }),
    ).toEqual({
      calls: 3,
      complete: true,
      '…': 1,
      at: '2026-03-01T12:00:00.000Z',
      object: 'LoginHistory',
      reason: '… no',
      list: ['EACCES', '…'],
      size: null,
      bytes: null,
      nothing: null,
    });
  });

  it('end somewhere', () => {
    const loop: Record<string, unknown> = {};
    loop['order'] = loop;
    expect(JSON.stringify(harmlessValue(loop))).toContain('…');
    expect((harmlessValue(Array(1000).fill(1)) as unknown[]).length).toBe(60);
  });
});

describe('harmless stacks', () => {
  it('name files of the build and lines in them', () => {
    const stack = [
      'Error: Ada Lovelace',
      '    at adaLovelace (/home/ada/seatwatch/out/main/index.js:120:33)',
      '    at async Promise.all (index 0)',
      '    at C:\\Users\\Ada\\Seatwatch\\resources\\app.asar\\out\\main\\chunk-Ab3_d-9z.js:7:1',
      '    at file:///opt/seatwatch/out/renderer/assets/index-DkQ1abcd.js:1:99',
      '    at node:internal/process/task_queues:95:5',
      '    at /home/ada/Ada.js:1:1',
      '    at /home/ada/main/Ada Lovelace.js:1:1',
    ].join('\n');
    expect(harmlessStack(stack)).toEqual([
      'index.js:120:33',
      'chunk-Ab3_d-9z.js:7:1',
      'index-DkQ1abcd.js:1:99',
      'node:internal/process/task_queues:95:5',
    ]);
  });
});

describe('harmless codes', () => {
  it('are those made of words we know', () => {
    for (const code of ['REQUEST_LIMIT_EXCEEDED', 'invalid_grant', 'DATABASE_DAMAGED', 'EADDRINUSE', null])
      expect(harmlessCode(code)).toBe(code);
    for (const code of ['ADA_LOVELACE', 'ada@acme.example', 'Ada', '', 'a b'])
      expect(harmlessCode(code)).toBe('OTHER');
  });
});
