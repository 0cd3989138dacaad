import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  askSecret,
  canAsk,
  createPassphrasePrompt,
  dataDirOption,
  isHeadlessCommand,
  OutputClosed,
  streamOut,
} from '../src/headless';
import { createProgressPrinter } from '../src/headless/output/progress';
import { createTable } from '../src/headless/output/table';
import { kindOfCode, worstExitCode } from '../src/headless/output/exit-code';
import { cleanArguments } from '../src/headless/arguments';

describe('window or command', () => {
  it.each([
    [[], false],
    [['--no-sandbox', '--ozone-platform=x11', '--password-store=gnome-libsecret'], false],
    [['--data-dir', '/d'], false],
    [['--data-dir=/d', '--no-sandbox'], false],
    [['--some-new-chromium-switch=1'], false],
    [['-psn_0_12345'], false],
    [['--'], false],
    [['status', 'Acme'], true],
    [['--no-sandbox', '--', 'status', 'Acme'], true],
    [['--data-dir', '/d', 'status'], true],
    [['--data-dir', 'status'], false],
    [['--json', 'org', 'list'], true],
    [['frobnicate'], true],
    [['--help'], true],
    [['--version'], true],
  ])('%j: %s', (argv, headless) => {
    expect(isHeadlessCommand(argv)).toBe(headless);
  });

  it('drops the switches of the runtime before the command only', () => {
    expect(
      cleanArguments(['--no-sandbox', '--data-dir', 'x', '--lang=de', 'org', 'list', '--no-sandbox']),
    ).toEqual(['--data-dir', 'x', 'org', 'list', '--no-sandbox']);
  });

  it('finds the data directory wherever it stands', () => {
    expect(dataDirOption(['org', 'list', '--data-dir', '/a'])).toBe('/a');
    expect(dataDirOption(['--data-dir=/a', 'org', '--data-dir=/b'])).toBe('/b');
    expect(dataDirOption(['--data-dir'])).toBeUndefined();
    expect(dataDirOption([])).toBeUndefined();
  });
});

describe('standard output', () => {
  it('waits until the text is out', async () => {
    let arrived = '';
    const slow = new Writable({
      write: (chunk: Buffer, _, done) => void setTimeout(() => ((arrived += chunk.toString()), done()), 10),
    });
    const out = streamOut(slow);
    await out.write('one ');
    expect(arrived).toBe('one ');
    await Promise.all([out.write('two '), out.write('three')]);
    expect(arrived).toBe('one two three');
    expect(out.isTerminal).toBe(false);
  });

  it('tells when nobody reads, and goes on telling', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('x'), { code: 'EPIPE' })),
    });
    const out = streamOut(broken);
    await expect(out.write('a')).rejects.toBeInstanceOf(OutputClosed);
    await expect(out.write('b')).rejects.toBeInstanceOf(OutputClosed);
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('x'), { code: 'ENOSPC' })),
    });
    await expect(streamOut(full).write('a')).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});

describe('questions', () => {
  function terminal() {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    let shown = '';
    stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    return { stdin, stderr, shown: () => shown };
  }
  const type = (stdin: PassThrough, text: string): void => void setTimeout(() => stdin.write(text), 20);

  it('are asked without echo, on standard error', async () => {
    const { stdin, stderr, shown } = terminal();
    type(stdin, 'CANARY-typed\n');
    expect(await askSecret({ stdin, stderr }, 'Secret:')).toBe('CANARY-typed');
    expect(shown()).toContain('Secret:');
    expect(shown()).not.toContain('CANARY');
  });

  it('end as canceled when the input ends', async () => {
    const { stdin, stderr } = terminal();
    setTimeout(() => stdin.end(), 20);
    await expect(askSecret({ stdin, stderr }, 'Secret:')).rejects.toMatchObject({ kind: 'canceled' });
  });

  it('for a new passphrase are asked twice', async () => {
    const { stdin, stderr, shown } = terminal();
    const ask = createPassphrasePrompt({ stdin, stderr });
    const lines = ['short\n', 'long enough\n', 'different\n', 'long enough\n', 'long enough\n'];
    // Somebody who reads a question before answering it.
    const answer = (chunk: Buffer): void => {
      if (/: ?$/.test(chunk.toString())) type(stdin, lines.shift() ?? '');
    };
    stderr.on('data', answer);
    expect(await ask?.('create', 1)).toBe('long enough');
    stderr.off('data', answer);
    expect(lines).toEqual([]);
    expect(shown()).toContain('The two differ.');
    type(stdin, 'again\n');
    expect(await ask?.('unlock', 2)).toBe('again');
  });

  it('are not asked without a terminal', () => {
    const { stdin } = terminal();
    expect(canAsk({ stdin, stderr: new PassThrough() })).toBe(false);
    expect(createPassphrasePrompt({ stdin: new PassThrough(), stderr: new PassThrough() })).toBeUndefined();
  });
});

describe('output', () => {
  it('tables keep the widths of their first page', () => {
    const table = createTable<{ a: string; b: number }>([
      { head: 'A', value: (row) => row.a },
      { head: 'B', value: (row) => row.b, align: 'right' },
    ]);
    expect(
      table([
        { a: 'abc', b: 1 },
        { a: 'x', b: 22 },
      ]),
    ).toBe('A     B\nabc   1\nx    22\n');
    expect(table([{ a: 'abcdef', b: 3 }])).toBe('ab…   3\n');
  });

  it('progress is one rewritten line on a terminal', async () => {
    let text = '';
    const progress = createProgressPrinter(
      { isTerminal: true, write: async (part) => void (text += part) },
      false,
      () => 0,
    );
    const at = {
      orgId: 'x',
      runId: 1,
      phase: 'collecting',
      activity: 'Users',
      rowsDone: 1,
      rowsExpected: null,
      rowsPerSecond: 1,
      callsMade: 1,
      orgUsed: null,
      orgMax: null,
      startedAt: '',
      plan: null,
    } as const;
    progress.show('Acme', at);
    progress.show('Acme', at);
    await progress.end();
    expect(text).toBe('\r\u001b[2KAcme: Users, 1 row, 1 call\r\u001b[2K');

    // The plan stays, above that line, and is said once for a run.
    text = '';
    const plan = {
      at: '',
      calls: 70,
      seconds: 180,
      percentOfQuota: 0.07,
      callsLeft: null,
      edition: null,
      streams: [],
    };
    progress.show('Acme', { ...at, activity: 'Login history' });
    progress.show('Acme', { ...at, activity: 'Login history', plan });
    progress.show('Acme', { ...at, activity: 'Login history', plan });
    expect(text).toBe(
      '\r\u001b[2KAcme: Login history, 1 row, 1 call' +
        '\r\u001b[2KAcme: about 70 calls, 3 minutes; 0.07% of today’s quota\n',
    );
  });

  it('the worst of several exit codes counts', () => {
    expect(worstExitCode([])).toBe(0);
    expect(worstExitCode([0, 4, 5])).toBe(5);
    expect(worstExitCode([3, 6, 0])).toBe(6);
    expect(kindOfCode('WHATEVER')).toBe('unexpected');
    expect(kindOfCode('VAULT_LOCKED')).toBe('vault-locked');
  });
});
