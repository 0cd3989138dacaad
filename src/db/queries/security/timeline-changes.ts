import { changeText, type ValueFormats } from '../../../shared/model/change-fields';
import type { RowChange } from '../../../shared/model/changes';
import { COLUMNS, type StoredChange, toChange } from '../history/changes';
import { namesOf } from '../history/references';
import { beforeNumber, type Event, type Source } from './timeline-events';

/** That an app was let in is known to the second from its token, as long as there is one. */
const CHANGES = `
  SELECT ${COLUMNS} FROM row_change c INDEXED BY row_change_user
  WHERE c.org_id = @org AND c.user_id = @userId AND (c.at, c.id) < (@at, @id)
    AND NOT (c.stream = 'oauthTokens' AND c.kind = 'added' AND EXISTS (
      SELECT 1 FROM oauth_token t WHERE t.org_id = c.org_id AND t.id = c.row_id AND t.created_at IS NOT NULL))
  ORDER BY c.at DESC, c.id DESC LIMIT @limit`;

/** What collections found changed about the user; it happened between the collection before and then. */
export const changesOfUser: Source = (db, { org, userId }, bound, limit) => {
  const names = namesOf(db, org);
  return db
    .all<StoredChange>(CHANGES, { org, userId, limit, ...beforeNumber(bound) })
    .map((stored): Event => {
      const change = toChange(stored, names);
      return {
        at: stored.at,
        id: String(stored.id),
        kind: 'change',
        title: titleOf(change),
        details: [
          change.kind === 'changed' ? change.streamTitle : null,
          'Seen by this collection; it happened since the one before',
        ],
      };
    });
};

const FORMATS: ValueFormats = {
  number: (value) => value.toLocaleString('en-US'),
  time: (iso) => `${iso.slice(0, 16).replace('T', ' ')} UTC`,
};

/** What it means that a row of the user came or went. */
const ARRIVALS: Readonly<Record<string, readonly [added: string, removed: string] | undefined>> = {
  users: ['The user is new', 'The user is gone'],
  permissionSetAssignments: ['Assigned', 'No longer assigned'],
  permissionSetLicenseAssignments: ['Assigned the license', 'No longer assigned the license'],
  userPackageLicenses: ['Assigned the package', 'No longer assigned the package'],
  oauthTokens: ['Let the app in', 'The app is no longer let in'],
  userLogins: ['The state of logging in is known', 'The state of logging in is no longer known'],
  twoFactorMethods: ['Verification methods are known', 'Verification methods are no longer known'],
};

function titleOf({ kind, stream, streamTitle, label, fields }: RowChange): string {
  if (kind === 'changed') return fields.map((field) => changeText(field, FORMATS).sentence).join('; ');
  const words = ARRIVALS[stream] ?? [`Added to ${streamTitle}`, `Removed from ${streamTitle}`];
  const what = words[kind === 'added' ? 0 : 1];
  return ['users', 'userLogins', 'twoFactorMethods'].includes(stream) ? what : `${what}: ${label}`;
}
