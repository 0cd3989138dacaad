import Store from 'electron-store';
import { z } from 'zod';
import { AppError } from '../../shared/model/errors';
import type { Org, OrgSummary } from '../../shared/model/org';
import type { Clock, Database } from '../../core/ports';
import type { OrgService } from '../../core/services';
import type { DemoServer, DemoServerOptions } from './demo-server';

const DEMO_NAME = 'Acme Manufacturing (demo)';
const SEED = 20_261;

/** What makes tomorrow's demo org the same company as today's. */
const Saved = z.object({
  port: z.number().int().min(1).max(65_535),
  seed: z.number().int(),
  /** UTC day (YYYY-MM-DD) on which the company was made up. */
  anchor: z.string(),
});
type Saved = z.infer<typeof Saved>;

export interface DemoOrgs {
  /** Connects the demo org like any other org, or returns the one already connected. */
  addOrg(orgs: OrgService): Promise<OrgSummary>;
  /** Starts the demo org's server if it is not running; returns the org with its current address. */
  ensureRunning(org: Org): Promise<Org>;
  stop(): Promise<void>;
}

export interface DemoOrgsDeps {
  dataDir: string;
  db: Database;
  clock: Clock;
  start: (options: DemoServerOptions) => Promise<DemoServer>;
}

/** The demo org behind "Try with demo data": a real server on loopback, only running while it is needed. */
export function createDemoOrgs({ dataDir, db, clock, start }: DemoOrgsDeps): DemoOrgs {
  const store = new Store<{ demo?: Saved }>({ cwd: dataDir, name: 'demo-org', clearInvalidConfig: true });
  let running: Promise<DemoServer> | null = null;

  async function launch(): Promise<DemoServer> {
    const saved = Saved.safeParse(store.get('demo'));
    const anchor = saved.success ? saved.data.anchor : new Date(clock.now()).toISOString().slice(0, 10);
    const seed = saved.success ? saved.data.seed : SEED;
    let server: DemoServer;
    try {
      server = await start({ port: saved.success ? saved.data.port : 0, seed, anchor });
    } catch (error) {
      // Somebody else took the port since: any other will do, the org's address is updated.
      if (!(error instanceof AppError) || error.code !== 'PORT_IN_USE') throw error;
      server = await start({ port: 0, seed, anchor });
    }
    store.set('demo', { port: Number(new URL(server.url).port), seed, anchor });
    void server.closed.then(() => {
      running = null;
    });
    return server;
  }

  function server(): Promise<DemoServer> {
    running ??= launch().catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  }

  return {
    async addOrg(orgs) {
      const existing = (await db.listOrgs()).find((org) => org.isDemo);
      if (existing !== undefined) return orgs.get(existing.id);
      const { url, consumerKey, consumerSecret } = await server();
      return orgs.add({
        name: DEMO_NAME,
        url,
        consumerKey,
        credentials: { auth: 'client-credentials', consumerSecret },
        isDemo: true,
      });
    },
    async ensureRunning(org) {
      const { url } = await server();
      return url === org.url ? org : db.updateOrg(org.id, { url });
    },
    async stop() {
      const current = running;
      running = null;
      await current?.then((server) => server.stop()).catch(() => undefined);
    },
  };
}
