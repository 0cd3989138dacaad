import type { EntryKey, ScheduleEntry, SchedulerName } from './entry';
import type { OwnProgram } from './host';

/** What is needed to write an entry down for a scheduler. */
export interface ScheduleRequest {
  entry: ScheduleEntry;
  program: OwnProgram;
  /** Chromium's name of the keychain that protects the vault; null: none, or the platform has only one. */
  passwordStore: string | null;
  /** Folder of Seatwatch's log. */
  logFolder: string;
}

export interface FileToWrite {
  path: string;
  content: string;
}

/** What installing would do, in order. */
export interface Preview {
  files: FileToWrite[];
  /** Program and arguments. */
  commands: string[][];
}

export interface InstalledSchedule {
  entry: ScheduleEntry;
  name: string;
  /** Files of ours; empty where the scheduler keeps them. */
  files: string[];
  /** Files that the scheduler itself writes what the program says to. */
  writesTo: string[];
}

/** What the system says of an entry that is installed. */
export interface ScheduleState {
  /** False: installed, but the system will not start it. */
  active: boolean;
  /** Of the last collection it started; null: not known, or none yet. */
  lastExitCode: number | null;
}

/** One platform's way to start a program at a time. */
export interface Scheduler {
  readonly name: SchedulerName;
  /** Whether it can be used here, by this person. */
  isUsable(): Promise<boolean>;
  /** Pure: nothing is read, nothing is run. Throws for what this scheduler cannot express. */
  preview(request: ScheduleRequest): Preview;
  /** Installs or replaces. */
  install(request: ScheduleRequest): Promise<void>;
  /** Removes what `install` made; the entry must be one that `list` gave. */
  remove(installed: InstalledSchedule): Promise<void>;
  /** All of this person's, also of other data folders. Empty where the scheduler is missing. */
  list(): Promise<InstalledSchedule[]>;
  state(installed: InstalledSchedule): Promise<ScheduleState>;
  /** What the person has to do or know for it to work, in sentences. */
  advice(request: ScheduleRequest): Promise<string[]>;
}

export const isSameEntry = (one: EntryKey, other: EntryKey): boolean =>
  one.dataDir === other.dataDir && (one.org ?? '').toLowerCase() === (other.org ?? '').toLowerCase();
