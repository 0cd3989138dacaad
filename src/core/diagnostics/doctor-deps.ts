import type { PolicyStatus } from '../../shared/model/policy';
import type { Settings } from '../../shared/model/settings';
import type { Database } from '../ports';
import type { OrgService } from '../services';
import type { Vault } from '../vault';
import type { SystemFacts } from './system-facts';

/** The data folder as it was opened: by the window or by a command. */
export interface Patient {
  dataDir: string;
  logFile: string;
  db: Database;
  orgs: Pick<OrgService, 'list'>;
  vault: Pick<Vault, 'status' | 'problem'>;
  settings: { get(): Settings };
}

/** A scheduled collection, without the names in it. */
export interface ScheduleFacts {
  /** "systemd", "cron", "launchd", "task-scheduler". */
  scheduler: string;
  every: string;
  /** False: installed, but the system will not start it. */
  active: boolean;
  /** Of the last collection it started; null: not known, or none yet. */
  lastExitCode: number | null;
}

export interface DoctorDeps {
  now: () => number;
  system: SystemFacts;
  /** Of this data folder. Missing: not asked for. May reject. */
  schedules?: (() => Promise<ScheduleFacts[]>) | undefined;
  /** Missing: unknown. */
  policy?: PolicyStatus | undefined;
}

/** One line of the doctor's answer; part of the headless contract. */
export interface DoctorCheck {
  id:
    | 'versions'
    | 'display'
    | 'policy'
    | 'data-dir'
    | 'files'
    | 'disk'
    | 'database'
    | 'backup'
    | 'vault'
    | 'log'
    | 'clock'
    | 'crashes'
    | 'schedule';
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  summary: string;
  fix: string;
}
