import type { DemoStore } from '../data/store';
import type { Faults } from '../faults';
import type { Cursors } from '../soql/cursors';
import type { BulkJobs } from './bulk/jobs';
import type { Certificates } from './oauth/certificates';
import type { LoginRate } from './oauth/login-rate';
import type { TokenSigner } from './oauth/token-signer';
import type { Quota } from './quota';
import type { Sessions } from './sessions';
import type { Users } from './users';

/** Everything the endpoints share. */
export interface Org {
  store: DemoStore;
  cursors: Cursors;
  bulk: BulkJobs;
  quota: Quota;
  sessions: Sessions;
  users: Users;
  certificates: Certificates;
  loginRate: LoginRate;
  signer: TokenSigner;
  faults: Faults;
  stats: Stats;
  /** `http://127.0.0.1:port`; known once the server listens. */
  url: string;
  consumerKey: string;
  consumerSecret: string;
  organizationId: string;
  /** Record number and id of the client credentials flow's run-as user. */
  runAs: number;
  runAsId: string;
  /** Newest API version served, e.g. 68. */
  maxVersion: number;
  now: () => number;
}

/** Counters of what the server has seen since it started. */
export class Stats {
  counted = 0;
  /** Answers sent, for what happens to every other one. */
  answers = 0;
  readonly requests: Record<string, number> = {};

  /** `GET /services/data/v67.0/query/01g…-2000` is kept as `GET /services/data/v67.0/query/*`, so are job ids. */
  saw(method: string, path: string): void {
    const key = `${method} ${path.replace(/\/query\/[^/]+/, '/query/*')}`;
    this.requests[key] = (this.requests[key] ?? 0) + 1;
  }
}
