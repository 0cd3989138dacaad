import type { Connection } from '../../connection';
import type { StoredLicense } from '../stored-licenses';

/** A user who was activated, deactivated, added, removed or given another profile. */
interface Change {
  at: number;
  kind: 'added' | 'changed' | 'removed';
  userId: string;
  formerProfileId: string | null;
  profileId: string | null;
}

const CHANGES = `
  SELECT c.at, c.kind, c.row_id AS userId,
    coalesce(json_extract(c.before, '$.profileId'), u.profile_id) AS formerProfileId,
    coalesce(json_extract(c.after, '$.profileId'), u.profile_id) AS profileId
  FROM row_change c LEFT JOIN sf_user u ON u.org_id = c.org_id AND u.id = c.row_id
  WHERE c.org_id = @org AND c.at > @since AND c.at <= @until AND c.stream = 'users'
    AND (c.kind <> 'changed' OR json_type(c.after, '$.isActive') IS NOT NULL
      OR json_type(c.after, '$.profileId') IS NOT NULL)`;

/**
 * Users whose seat of a license the collections saw change after Salesforce last counted it, by license id:
 * the likeliest reason why the two counts differ. Only where Salesforce says when it counted (user licenses).
 */
export function seatChangesSince(
  db: Connection,
  org: number,
  stored: readonly StoredLicense[],
): Map<string, number> {
  const dated = stored.filter(({ usedUpdatedAt }) => usedUpdatedAt !== null);
  const users = new Map(dated.map(({ id }) => [id, new Set<string>()]));
  if (dated.length === 0) return new Map();
  const since = Math.min(...dated.map(({ usedUpdatedAt }) => usedUpdatedAt ?? 0));
  const changes = db.all<Change>(CHANGES, { org, since, until: db.until });
  if (changes.length > 0) {
    const licenseOf = new Map(
      db
        .all<{ id: string; licenseId: string | null }>(
          'SELECT id, user_license_id AS licenseId FROM profile WHERE org_id = @org',
          { org },
        )
        .map(({ id, licenseId }) => [id, licenseId]),
    );
    const countedAt = new Map(dated.map(({ id, usedUpdatedAt }) => [id, usedUpdatedAt ?? 0]));
    for (const { at, userId, formerProfileId, profileId } of changes)
      for (const profile of new Set([formerProfileId, profileId])) {
        const license = licenseOf.get(profile ?? '') ?? '';
        if (at > (countedAt.get(license) ?? Infinity)) users.get(license)?.add(userId);
      }
  }
  return new Map([...users].map(([id, changed]) => [id, changed.size]));
}
