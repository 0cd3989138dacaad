import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult, ScheduleHost } from '../../src/core/schedule';

const ok = (stdout = ''): RunResult => ({ exitCode: 0, stdout, stderr: '' });
const failed = (stderr: string, exitCode = 1): RunResult => ({ exitCode, stdout: '', stderr });

/**
 * A computer whose schedulers keep what they are told, as far as `core/schedule` asks: the crontab, the timers that
 * are enabled, the agents that are loaded, the tasks by their XML.
 */
export class FakeScheduleHost implements ScheduleHost {
  readonly homeDir = mkdtempSync(join(tmpdir(), 'seatwatch-home-'));
  platform = 'linux';
  userName = 'ada';
  uid = 1000;
  env: Record<string, string | undefined> = {};
  /** Programs this computer has. */
  programs = new Set(['systemctl', 'loginctl', 'crontab']);
  /** Programs that say no. */
  refusing = new Set<string>();
  linger = false;
  crontab: string | null = null;
  timers = new Set<string>();
  /** Exit codes of services that have run. */
  exited: Record<string, number> = {};
  agents = new Set<string>();
  tasks = new Map<string, string>();
  readonly commands: string[] = [];

  dispose(): void {
    rmSync(this.homeDir, { recursive: true, force: true });
  }

  get unitFolder(): string {
    return join(this.homeDir, '.config', 'systemd', 'user');
  }

  run(file: string, args: readonly string[], input = ''): Promise<RunResult | null> {
    this.commands.push([file, ...args].join(' '));
    if (!this.programs.has(file)) return Promise.resolve(null);
    if (this.refusing.has(file)) return Promise.resolve(failed('You are not allowed to do that.'));
    const programs: Record<string, (args: readonly string[], input: string) => RunResult> = {
      systemctl: (words) => this.systemctl(words),
      loginctl: () => ok(this.linger ? 'yes\n' : 'no\n'),
      crontab: (words, text) => this.cron(words, text),
      launchctl: (words) => this.launchctl(words),
      schtasks: (words) => this.schtasks(words),
    };
    return Promise.resolve(programs[file]?.(args, input) ?? null);
  }

  private systemctl([, verb = '', ...rest]: readonly string[]): RunResult {
    const unit = rest.find((word) => /\.(timer|service)$/.test(word)) ?? '';
    const property = rest[rest.indexOf('--property') + 1];
    switch (verb) {
      case 'enable':
        if (!existsSync(join(this.unitFolder, unit))) return failed(`Unit ${unit} does not exist.`);
        return ok();
      case 'restart':
        this.timers.add(unit);
        return ok();
      case 'disable':
        this.timers.delete(unit);
        return ok();
      case 'show': {
        const code = this.exited[unit];
        if (property === 'ActiveState') return ok(this.timers.has(unit) ? 'active\n' : 'inactive\n');
        if (property === 'ExecMainExitTimestampMonotonic') return ok(code === undefined ? '0\n' : '4711\n');
        return ok(`${String(code ?? 0)}\n`);
      }
      default:
        return ok();
    }
  }

  private cron([verb]: readonly string[], input: string): RunResult {
    if (verb === '-l') return this.crontab === null ? failed('no crontab for ada') : ok(this.crontab);
    this.crontab = verb === '-r' ? null : input;
    return ok();
  }

  private launchctl([verb, target = '', file = '']: readonly string[]): RunResult {
    const label = target.split('/')[2];
    if (verb === 'bootstrap') {
      this.agents.add(/<key>Label<\/key>\s*<string>([^<]*)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '');
      return ok();
    }
    if (verb === 'bootout') return this.agents.delete(label ?? '') ? ok() : failed('No such process', 3);
    if (verb === 'print' && label !== undefined)
      return this.agents.has(label) ? ok('\tlast exit code = 4\n') : failed('Could not find service', 113);
    return ok();
  }

  private schtasks(words: readonly string[]): RunResult {
    const after = (word: string): string | undefined =>
      words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
    const name = after('/TN');
    switch (words[0]) {
      case '/Create':
        this.tasks.set(name ?? '', readFileSync(after('/XML') ?? '', 'utf16le'));
        return ok();
      case '/Delete':
        return this.tasks.delete(name ?? '')
          ? ok()
          : failed('ERROR: The system cannot find the file specified.');
      default:
        return this.query(name, words);
    }
  }

  private query(name: string | undefined, words: readonly string[]): RunResult {
    if (name === undefined) {
      const names = ['\\Microsoft\\Windows\\Defrag\\ScheduledDefrag', ...this.tasks.keys()];
      return ok(names.map((one) => `"${one}","N/A","Bereit"\r\n`).join(''));
    }
    const xml = this.tasks.get(name);
    if (xml === undefined) return failed('ERROR: The system cannot find the file specified.');
    if (words.includes('/XML')) return ok(xml);
    return ok(`"PC","${name}","24.11.2026 04:30:00","Bereit","Nur interaktiv","23.11.2026 04:30:07","3"\r\n`);
  }
}
