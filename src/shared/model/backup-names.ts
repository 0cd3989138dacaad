import type { BackupReason } from './backups';

// The name of a backup says why and when it was made, so that the folder explains itself to whoever opens it.

/** 2026-11-23T00:48:28.123Z as it may stand in a file name. */
export const nameStamp = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, '-');

/** `scheduled-2026-11-23T00-48-28-123Z.db`. `at`: epoch ms. */
export function backupName(reason: BackupReason, at: number): string {
  return `${reason}-${nameStamp(at)}.db`;
}

const NAME = /^(.+)-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/;
/** Migrations have numbers: a file that somebody called before-the-audit-… is none of ours. */
const MIGRATION = /^before-(migration|\d{4}_\w+)$/;
const WRITTEN: ReadonlySet<string> = new Set<BackupReason>([
  'scheduled',
  'manual',
  'before-restore',
  'before-import',
  'before-move',
]);

/**
 * Why and when (epoch ms) a backup was made, as its name says; null: not a name of ours, so somebody put the file
 * there. Backups before a migration carry the migration's name: `before-0005_security_checks-…`.
 */
export function parseBackupName(name: string): { reason: BackupReason; at: number } | null {
  const [, what, day, hours, minutes, seconds, millis] = NAME.exec(name) ?? [];
  const at = Date.parse(`${day ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}.${millis ?? ''}Z`);
  if (what === undefined || Number.isNaN(at)) return null;
  if (WRITTEN.has(what)) return { reason: what as BackupReason, at };
  return MIGRATION.test(what) ? { reason: 'before-migration', at } : null;
}

/**
 * What a file in the folder of backups is; null: no backup (one that is being written begins with a dot). Files of
 * other names were put there by somebody, as a backup made by hand is.
 */
export function describeBackup({
  name,
  modifiedAt,
}: {
  name: string;
  /** Epoch ms. */
  modifiedAt: number;
}): { name: string; reason: BackupReason; createdAt: string } | null {
  if (name.startsWith('.') || !name.endsWith('.db')) return null;
  const { reason, at } = parseBackupName(name) ?? { reason: 'manual' as const, at: modifiedAt };
  return { name, reason, createdAt: new Date(at).toISOString() };
}
