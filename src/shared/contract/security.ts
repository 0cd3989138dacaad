import { z } from 'zod';
import { AddressImport, AddressList, AddressPurpose, AddressRange } from '../model/addresses';
import { CheckPreview, CheckState, EvaluationSummary, ParameterValues, PostureScore } from '../model/checks';
import {
  FindingDetail,
  FindingSelection,
  FindingsFilter,
  FindingsPage,
  FindingsQuery,
  Mute,
  MuteTarget,
} from '../model/findings';
import { Note } from '../model/reclaim';
import { CountryLogins, HeatMap, TimelinePage } from '../model/sign-in-map';
import { method } from './define';

const org = z.object({ orgId: z.string() });
const span = org.extend({ days: z.number().int().min(1).max(3650) });
const SavedFile = z.object({ path: z.string(), rows: z.number().int() });

/** What the security checks found, and how they are set. Nothing here changes the org. */
export const security = {
  findings: method(FindingsQuery, FindingsPage),
  finding: method(org.extend({ id: z.number().int() }), FindingDetail.nullable()),
  /** Answers with how many. `until`: ISO moment at which it opens again; null: for good. */
  acknowledge: method(
    org.extend({
      selection: FindingSelection,
      reason: Note.min(1, 'Say why, for whoever reads this later.'),
      until: z.iso.datetime().nullable(),
    }),
    z.object({ findings: z.number().int() }),
  ),
  /** Takes an acknowledgement back. */
  reopen: method(
    org.extend({ selection: FindingSelection, note: Note }),
    z.object({ findings: z.number().int() }),
  ),

  mutes: method(org, z.array(Mute)),
  mute: method(
    org.extend({
      check: z.string().nullable(),
      target: MuteTarget,
      value: z.string().trim().min(1).max(300),
      reason: Note.min(1, 'Say why, for whoever reads this later.'),
      until: z.iso.datetime().nullable(),
    }),
    z.void(),
  ),
  unmute: method(org.extend({ id: z.number().int() }), z.void()),

  checks: method(org, z.array(CheckState)),
  /** `values` null: the defaults. Everything is evaluated again. */
  setCheck: method(
    org.extend({ check: z.string(), enabled: z.boolean(), values: ParameterValues.nullable() }),
    z.void(),
  ),
  preview: method(org.extend({ check: z.string(), values: ParameterValues }), CheckPreview),
  /** New data only, or over all history. Resolves when done. */
  evaluate: method(org.extend({ allHistory: z.boolean() }), EvaluationSummary),
  score: method(org, PostureScore),

  /** Lists of this org and those for every org. */
  addressLists: method(org, z.array(AddressList)),
  /** `id` null: a new list. Rejects INVALID_ADDRESS for what is no address or CIDR. */
  saveAddressList: method(
    org.extend({
      id: z.number().int().nullable(),
      everyOrg: z.boolean(),
      name: z.string().trim().min(1).max(100),
      purpose: AddressPurpose,
      ranges: z.array(AddressRange).max(20_000),
    }),
    z.void(),
  ),
  removeAddressList: method(org.extend({ id: z.number().int() }), z.void()),
  /** Reads pasted text or, `text` null, a file chosen in the native dialog (null when canceled). */
  readAddresses: method(z.object({ text: z.string().max(5_000_000).nullable() }), AddressImport.nullable()),

  /** Successes and failures of the last `days` days of data. */
  countries: method(span, z.array(CountryLogins)),
  /** `userId` null: everybody. `timeZone` null: the org's own. */
  heatMap: method(
    span.extend({ userId: z.string().nullable(), timeZone: z.string().max(60).nullable() }),
    HeatMap,
  ),
  timeline: method(
    org.extend({
      userId: z.string(),
      before: z.string().nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    TimelinePage,
  ),

  /** Native save dialog, then the file. Null when the person canceled. */
  export: method(
    org.extend({ filter: FindingsFilter, format: z.enum(['csv', 'json', 'ocsf', 'ecs']) }),
    SavedFile.nullable(),
  ),
};
