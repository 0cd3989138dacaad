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
}

export function orgHandlers(deps: OrgHandlerDeps): AllHandlers['orgs'] {
  const { orgs, connectivity, collections, db, demoOrgs, clock, emit } = deps;
  const changed = () => {
    emit('orgs.changed', {});
  };
  return {
    list: () => orgs.list(),
    get: ({ orgId }) => orgs.get(orgId),
    add: async ({ consumerSecret, ...input }) => {
      const org = await orgs.add({ ...input, credentials: { auth: 'client-credentials', consumerSecret } });
      await db.adoptDraft(org.id);
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
    setup: ({ orgId }) => db.getSetup(orgId),
    tickSubStep: async ({ orgId, id, done }) => {
      await db.setSubStep(orgId, id, { doneBy: done ? 'user' : null, problem: null }, clock.now());
      return db.getSetup(orgId);
    },
    saveDraft: (draft) => db.saveDraft(draft),
  };
}
