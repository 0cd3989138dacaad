import { type TextSink, writeToFile } from '../../../core/export';
import type { Clock, Database } from '../../../core/ports';
import type { ConnectivityService, OrgService } from '../../../core/services';
import type { DemoOrgs } from '../../processes/demo-orgs';
import type { Collections } from '../../app/collections';
import type { Emit } from '../register';
import type { AllHandlers } from '../routes';

export interface OrgHandlerDeps {
  orgs: OrgService;
  connectivity: ConnectivityService;
  collections: Collections;
  db: Database;
  demoOrgs: DemoOrgs;
  clock: Clock;
  emit: Emit;
  /** Native dialog: the text of a PEM file; null when canceled. */
  askForPem: () => Promise<string | null>;
  /** Native dialog: where to save a certificate; null when canceled. */
  askForCertificateFile: () => Promise<string | null>;
}

export function orgHandlers(deps: OrgHandlerDeps): AllHandlers['orgs'] {
  const { orgs, connectivity, collections, db, demoOrgs, clock, emit } = deps;
  const changed = () => {
    emit('orgs.changed', {});
  };
  return {
    list: () => orgs.list(),
    get: ({ orgId }) => orgs.get(orgId),
    add: async ({ credentials, ...input }) => {
      const org = await orgs.add({
        ...input,
        credentials:
          credentials.auth === 'jwt-bearer' ? { ...credentials, key: { from: 'draft' } } : credentials,
      });
      await db.adoptDraft(org.id);
      await orgs.discardDraftKey();
      await db.setSubStep(org.id, 'integration.details', { doneBy: 'app', problem: null }, clock.now());
      changed();
      return org;
    },
    update: async (input) => {
      const org = await orgs.update(input);
      changed();
      return org;
    },
    remove: async ({ orgId, deleteData }) => {
      // Rows of a running collection must not arrive behind the removal.
      await collections.stop(orgId);
      await orgs.remove(orgId, deleteData);
      changed();
    },
    testConnectivity: async ({ orgId }) => {
      const report = await connectivity.test(orgId);
      changed();
      return report;
    },
    lastConnectivity: ({ orgId }) => db.lastConnectivity(orgId),
    addDemo: async () => {
      const org = await demoOrgs.addOrg(orgs);
      changed();
      return org;
    },
    setup: ({ orgId }) => orgs.setup(orgId),
    tickSubStep: async ({ orgId, id, done }) => {
      await db.setSubStep(orgId, id, { doneBy: done ? 'user' : null, problem: null }, clock.now());
      return orgs.setup(orgId);
    },
    saveDraft: (draft) => db.saveDraft(draft),
    prepareKey: async ({ orgId, source }) => {
      const pem = source === 'import' ? await deps.askForPem() : null;
      if (source === 'import' && pem === null) return null;
      const certificate = await orgs.prepareKey(
        orgId,
        pem === null ? { from: 'generate' } : { from: 'pem', pem },
      );
      if (orgId !== null) changed();
      return certificate;
    },
    discardNextKey: async ({ orgId }) => {
      const org = await orgs.discardNextKey(orgId);
      changed();
      return org;
    },
    certificate: async ({ orgId, which }) => ({ pem: await orgs.certificate(orgId, which) }),
    saveCertificate: async ({ orgId, which }) => {
      // First, so that nobody is asked for a name in vain.
      const pem = await orgs.certificate(orgId, which);
      const file = await deps.askForCertificateFile();
      if (file === null) return null;
      await writeToFile(file, (sink: TextSink) => sink.write(pem));
      return { file };
    },
  };
}
