import type { Severity } from '../../shared/model/checks';
import { defineState, type StateDraft } from '../define';
import { distanceKm } from '../geo';
import type { Inputs } from '../inputs';
import { DAY_MS, HOUR_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import { COUNTRIES_BEFORE, IS_ALIVE, isOnPhone, isStrangeAddress, ITS_LOGIN } from './lib/sessions';

interface Row {
  userId: string;
  id: string;
  createdAt: number;
  aliveUntil: number | null;
  sourceIp: string;
  sessionType: string | null;
  country: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  platform: string | null;
  application: string | null;
}

/** Not sessions within others: those are where the outer one is. Sorted, so that pairs always come the same way. */
const SESSIONS = `
  WITH alive AS MATERIALIZED (
    SELECT s.* FROM auth_session s
    WHERE s.org_id = @org AND s.source_ip IS NOT NULL AND ${IS_ALIVE}
      AND (s.parent_id IS NULL OR s.parent_id = s.id OR NOT EXISTS (
        SELECT 1 FROM auth_session o WHERE o.org_id = s.org_id AND o.id = s.parent_id))),
  several AS (SELECT user_id FROM alive GROUP BY user_id HAVING count(DISTINCT source_ip) > 1)
  SELECT s.user_id AS userId, s.id, s.created_at AS createdAt,
    s.last_modified_at + s.seconds_valid * 1000 AS aliveUntil, s.source_ip AS sourceIp,
    s.session_type AS sessionType, p.country_iso AS country, p.city, p.latitude, p.longitude, c.platform,
    c.application
  FROM several CROSS JOIN alive s ON s.user_id = several.user_id ${ITS_LOGIN}
  ORDER BY s.user_id, s.created_at, s.id`;

const CHECKED = `
  SELECT count(*) AS n, count(DISTINCT s.user_id) AS users FROM auth_session s
  WHERE s.org_id = @org AND ${IS_ALIVE}`;

/** Where people usually are is learned from so many days before the session. */
const USUAL_DAYS = 60;
/** A country the user came to on the way to this very session is not a usual one. */
const SAME_TRIP_MS = DAY_MS;
/** A place without a city is the middle of its country: so far from where somebody may really be. */
const ROUGH_KM = 1_500;

export default defineState(
  {
    id: 'risky-parallel-sessions',
    title: 'Risky Parallel Sessions',
    category: 'threat',
    alsoKnownAs: ['Parallel Sessions'],
    finds: 'Sessions of one person that are alive at the same time in places far apart.',
    matters:
      'A stolen session or password is used beside its owner. As long as both sessions live, whoever took one of them is in the org.',
    severityRule:
      'High when both began closer together in time than anybody can travel, in different countries of which the later is none the user signed in from in the 60 days before; medium when nobody can travel that fast and one of these is not so; low when there was time to travel, or one of the two is on a phone or has no coordinates.',
    subjects: 'users with a live session',
    needs: [
      { stream: 'authSessions', fields: ['SourceIp', 'LoginHistoryId'] },
      { stream: 'loginHistory' },
      { stream: 'users', without: 'Integration users are judged like all others.' },
    ],
    parameters: {
      minKm: number({
        title: 'At least so far apart',
        help: 'Nearer, geolocation is too inexact.',
        default: 500,
        unit: 'km',
        min: 50,
        max: 20_000,
      }),
      speed: number({
        title: 'Nobody travels faster than',
        help: 'Airliners fly at some 900 km/h.',
        default: 1_000,
        unit: 'km/h',
        min: 100,
        max: 50_000,
      }),
    },
    evidence: {
      sessions: 'Both sessions, the earlier one first: id, begin, end, address, country, city, platform',
      distanceKm: 'Distance of the two places along a great circle, km; null: coordinates are not known',
      minutesApart: 'Minutes between the begins of the two',
      canBeTraveled: 'Whether somebody could have traveled from one to the other in that time',
      countryIsNew: 'Whether the user had not signed in from the later one’s country in the 60 days before',
    },
    remediation: [
      'Setup > Session Management: compare the two sessions of the user; remove those the user does not know.',
      'Ask the user, by phone or in person, whether both are theirs.',
      'If not: Setup > Users > Users > the user: Freeze and Reset Password, and look at what happened since the later session began.',
      'Setup > Session Settings: consider “Lock sessions to the IP address from which they originated”.',
    ],
    references: ['T1550.004', 'T1539', 'T1078.004'],
  },
  function* (inputs, { minKm, speed }) {
    const integration = inputs.integrationIds();
    let userId = '';
    let earlier: Row[] = [];
    let withoutPlace = 0;
    for (const row of inputs.rows<Row>(SESSIONS)) {
      if (row.userId !== userId) {
        userId = row.userId;
        earlier = [];
      }
      if (integration.has(userId) || !isStrangeAddress(row.sourceIp, inputs.addresses)) continue;
      if (row.country === null) {
        withoutPlace += 1;
        continue;
      }
      const draft = farthest(inputs, earlier, row, { minKm, speed });
      if (draft !== null) yield draft;
      earlier.push(row);
    }
    const [checked] = inputs.rows<{ n: number; users: number }>(CHECKED);
    return { population: checked?.users ?? 0, notes: notesOf(inputs, checked, withoutPlace) };
  },
);

function notesOf(
  inputs: Inputs,
  checked: { n: number; users: number } | undefined,
  withoutPlace: number,
): string[] {
  const notes: string[] = [];
  // AuthSession shows a user without Manage Users nothing but their own rows, without a word.
  if (checked !== undefined && checked.users <= 1 && inputs.admins().length > 0)
    notes.push(
      checked.n === 0
        ? 'No live session is stored: they were read too long ago, or the run-as user may not see them.'
        : 'Only sessions of one user are stored: without Manage Users the run-as user sees its own alone.',
    );
  if (withoutPlace > 0)
    notes.push(`${String(withoutPlace)} sessions of people with several could not be placed.`);
  return notes;
}

/** Of a session and those begun before it: the one farthest away. Null: none is far. */
function farthest(
  inputs: Inputs,
  earlier: readonly Row[],
  later: Row,
  limits: { minKm: number; speed: number },
): StateDraft | null {
  let found: { from: Row; km: number | null } | null = null;
  for (const from of earlier) {
    const km = kilometersBetween(from, later);
    const isFar = km === null ? from.country !== later.country : km >= limits.minKm;
    if (isFar && (found === null || (km ?? 0) > (found.km ?? 0))) found = { from, km };
  }
  return found === null ? null : draftOf(inputs, found.from, later, found.km, limits.speed);
}

/** As near as the two can be: what is only known to be in a country may be anywhere in it. */
function kilometersBetween(a: Row, b: Row): number | null {
  const [from, to] = [pointOf(a), pointOf(b)];
  if (from === null || to === null) return null;
  const rough = (a.city === null ? ROUGH_KM : 0) + (b.city === null ? ROUGH_KM : 0);
  return Math.max(0, distanceKm(from, to) - rough);
}

const pointOf = ({ latitude, longitude }: Row) =>
  latitude === null || longitude === null ? null : { latitude, longitude };

function draftOf(inputs: Inputs, from: Row, to: Row, km: number | null, speed: number): StateDraft {
  const apart = to.createdAt - from.createdAt;
  const canBeTraveled = km === null || km <= (speed * apart) / HOUR_MS;
  const usual = inputs
    .rows<{ country: string }>(COUNTRIES_BEFORE, {
      userId: to.userId,
      from: to.createdAt - USUAL_DAYS * DAY_MS,
      to: to.createdAt - SAME_TRIP_MS,
    })
    .map(({ country }) => country);
  const countryIsNew = usual.length > 0 && to.country !== null && !usual.includes(to.country);
  const onPhone = [from, to].some(({ platform, application }) => isOnPhone(platform, application));
  let severity: Severity = 'medium';
  if (canBeTraveled || onPhone) severity = 'low';
  else if (countryIsNew && from.country !== to.country) severity = 'high';
  const name = inputs.person(to.userId)?.name ?? to.userId;
  return {
    key: to.id,
    userId: to.userId,
    ip: to.sourceIp,
    severity,
    firstAt: to.createdAt,
    summary: `${name} has live sessions in ${placeOf(from)} and in ${placeOf(to)}${km === null ? '' : `, ${String(Math.round(km))} km apart`}.`,
    evidence: {
      sessions: [from, to].map(factsOf),
      distanceKm: km === null ? null : Math.round(km),
      minutesApart: Math.round(apart / 60_000),
      canBeTraveled,
      countryIsNew,
    },
  };
}

const placeOf = ({ city, country }: Row): string =>
  city === null ? (country ?? '') : `${city}, ${country ?? ''}`;

const factsOf = ({ id, createdAt, aliveUntil, sourceIp, country, city, platform }: Row) => ({
  id,
  createdAt: isoOf(createdAt),
  aliveUntil: aliveUntil === null ? null : isoOf(aliveUntil),
  ip: sourceIp,
  country,
  city,
  platform,
});
