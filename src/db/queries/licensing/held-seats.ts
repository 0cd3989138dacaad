/**
 * SQL: whether somebody holds the seat in a row of `seat` (columns `user_id`, `kind`, `license_id`), by the newest
 * data, of the org `@org`. The same as `holdings.ts` has in memory, asked of single seats: a user license is
 * that of an active user's profile, a feature a flag of an active user, the others are rows of their own.
 */
export const isHeld = (seat: string): string => `CASE ${seat}.kind
  WHEN 'user' THEN EXISTS (SELECT 1 FROM sf_user holder
    JOIN profile own ON own.org_id = holder.org_id AND own.id = holder.profile_id
    WHERE holder.org_id = @org AND holder.id = ${seat}.user_id AND holder.is_active = 1
      AND own.user_license_id = ${seat}.license_id)
  WHEN 'permissionSet' THEN EXISTS (SELECT 1 FROM permission_set_license_assignment held
    WHERE held.org_id = @org AND held.assignee_id = ${seat}.user_id
      AND held.permission_set_license_id = ${seat}.license_id)
  WHEN 'package' THEN EXISTS (SELECT 1 FROM user_package_license held
    WHERE held.org_id = @org AND held.user_id = ${seat}.user_id AND held.package_license_id = ${seat}.license_id)
  ELSE EXISTS (SELECT 1 FROM sf_user holder, json_each(holder.features) flag
    WHERE holder.org_id = @org AND holder.id = ${seat}.user_id AND holder.is_active = 1
      AND flag.value = ${seat}.license_id)
END`;
