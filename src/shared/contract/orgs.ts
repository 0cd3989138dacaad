import { z } from 'zod';
import { Certificate, WhichCertificate } from '../model/certificate';
import { ConnectivityReport } from '../model/connectivity';
import {
  CallBudget,
  ConsumerKey,
  JwtUsername,
  KeepLoginsDays,
  OrgName,
  OrgSummary,
  ThresholdPercent,
} from '../model/org';
import { SetupDraft, SetupProgress, SubStepId } from '../model/setup';
import { method } from './define';

const ById = z.object({ orgId: z.string() });

export const orgs = {
  list: method(z.void(), z.array(OrgSummary)),
  get: method(ById, OrgSummary),
  /** Saves a new org; the secret goes straight into the vault. */
  add: method(
    z.object({
      name: OrgName,
      url: z.string().trim().min(1, 'Enter the My Domain URL.').max(300),
      consumerKey: ConsumerKey,
      credentials: z.discriminatedUnion('auth', [
        z.object({
          auth: z.literal('client-credentials'),
          consumerSecret: z.string().trim().min(1, 'Enter the consumer secret.').max(512),
        }),
        /** Signs with the key prepared for the draft; rejects with NO_PRIVATE_KEY when there is none. */
        z.object({ auth: z.literal('jwt-bearer'), username: JwtUsername }),
      ]),
    }),
    OrgSummary,
  ),
  /** Changes what is given. A new secret replaces the stored one. */
  update: method(
    z.object({
      orgId: z.string(),
      name: OrgName.optional(),
      url: z.string().trim().min(1).max(300).optional(),
      consumerKey: ConsumerKey.optional(),
      consumerSecret: z.string().trim().min(1).max(512).optional(),
      jwtUsername: JwtUsername.optional(),
      paused: z.boolean().optional(),
      thresholdPercent: ThresholdPercent.optional(),
      runBudget: CallBudget.optional(),
      dailyBudget: CallBudget.optional(),
      keepLoginsDays: KeepLoginsDays.optional(),
      inactiveDays: z.number().int().min(1).max(3650).optional(),
    }),
    OrgSummary,
  ),
  remove: method(z.object({ orgId: z.string(), deleteData: z.boolean() }), z.void()),
  testConnectivity: method(ById, ConnectivityReport),
  /** The newest report, from the database; null before the first test. */
  lastConnectivity: method(ById, ConnectivityReport.nullable()),
  /** Starts the built-in demo org and connects it like any other org. */
  addDemo: method(z.void(), OrgSummary),
  /** `orgId` null: the org being added. */
  setup: method(z.object({ orgId: z.string().nullable() }), SetupProgress),
  tickSubStep: method(
    z.object({ orgId: z.string().nullable(), id: SubStepId, done: z.boolean() }),
    SetupProgress,
  ),
  saveDraft: method(SetupDraft, z.void()),
  /**
   * Makes a key, or reads one from a PEM file the person chooses (null: the dialog was dismissed).
   * `orgId` null: for the org being added. Otherwise as the org's next key, which begins its replacement.
   */
  prepareKey: method(
    z.object({ orgId: z.string().nullable(), source: z.enum(['generate', 'import']) }),
    Certificate.nullable(),
  ),
  /** Gives up a replacement: the current key stays. */
  discardNextKey: method(ById, OrgSummary),
  /** PEM, for display and the clipboard. `orgId` null: of the org being added (as `current`). */
  certificate: method(
    z.object({ orgId: z.string().nullable(), which: WhichCertificate }),
    z.object({ pem: z.string() }),
  ),
  /** Saves it as a file the person names, server.crt by default; null: the dialog was dismissed. */
  saveCertificate: method(
    z.object({ orgId: z.string().nullable(), which: WhichCertificate }),
    z.object({ file: z.string() }).nullable(),
  ),
};
