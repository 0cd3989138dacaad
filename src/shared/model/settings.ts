import { z } from 'zod';
import { Currency } from './prices';

export const ColorScheme = z.enum(['auto', 'light', 'dark']);
export type ColorScheme = z.infer<typeof ColorScheme>;

const fields = {
  colorScheme: ColorScheme,
  /** Default for new orgs, percent of DailyApiRequests. */
  thresholdPercent: z.number().min(1).max(100),
  inactiveDays: z.number().int().min(1).max(3650),
  /** Collect once a day while the app runs. */
  collectDaily: z.boolean(),
  /** "local" shows times in this computer's zone, "utc" in UTC. */
  timeZone: z.enum(['local', 'utc']),
  /** ISO 4217; what several orgs are added up in. */
  reportingCurrency: Currency,
  /** Who decides about seats on this computer; '': the name of the account. */
  deciderName: z.string().trim().max(100),
  /** How often a backup is made while the program runs; the newest `keepBackups` of these are kept. */
  backupEvery: z.enum(['off', 'daily', 'weekly']),
  keepBackups: z.number().int().min(1).max(100),
  /** Looked for once a day; off by default: nothing leaves the computer unasked. */
  checkForUpdates: z.boolean(),
  /** URL of the update manifest; '': none. */
  updateSource: z.string().trim().max(2_000),
  /** Port of the metrics endpoint on loopback; null: off. */
  metricsPort: z.number().int().min(1024).max(65_535).nullable(),
};

/** Preferences of this installation. Nothing secret. */
export const Settings = z.object({
  colorScheme: fields.colorScheme.default('auto'),
  thresholdPercent: fields.thresholdPercent.default(75),
  inactiveDays: fields.inactiveDays.default(90),
  collectDaily: fields.collectDaily.default(true),
  timeZone: fields.timeZone.default('local'),
  reportingCurrency: fields.reportingCurrency.default('USD'),
  deciderName: fields.deciderName.default(''),
  backupEvery: fields.backupEvery.default('daily'),
  keepBackups: fields.keepBackups.default(7),
  checkForUpdates: fields.checkForUpdates.default(false),
  updateSource: fields.updateSource.default(''),
  metricsPort: fields.metricsPort.default(null),
});
export type Settings = z.infer<typeof Settings>;

/** Not `Settings.partial()`: zod fills defaults in there too, which would reset what is not named. */
export const SettingsChanges = z.object(fields).partial();
export type SettingsChanges = z.infer<typeof SettingsChanges>;

/** How the vault is protected right now. */
export const VaultStatus = z.object({
  protection: z.enum(['os-keychain', 'passphrase', 'none']),
  /** Electron's name of the Linux backend, or the platform's own ("keychain", "dpapi"). */
  backend: z.string(),
  locked: z.boolean(),
  /** True before the first passphrase was chosen on a machine without a protected keychain. */
  needsNewPassphrase: z.boolean(),
});
export type VaultStatus = z.infer<typeof VaultStatus>;

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  dataDir: z.string(),
  logFile: z.string(),
  vault: VaultStatus,
});
export type AppInfo = z.infer<typeof AppInfo>;
