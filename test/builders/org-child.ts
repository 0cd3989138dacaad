import {
  createDemoOrg,
  type ControlCommand,
  type DemoOrgOptions,
  type DemoOrgStats,
} from '../../src/demo-org';

// A demo org in a process of its own, for collections in processes of their own. Started by
// `collect-process.ts` with its options as the only argument.

export interface OrgChildOptions extends Omit<DemoOrgOptions, 'now' | 'onProgress' | 'signal'> {
  /** The org's clock stands still here (epoch ms), so that nothing in it changes by itself. Null: the real time. */
  standsAt: number | null;
}

export type OrgQuestion =
  { ask: 'stats' } | { ask: 'control'; command: ControlCommand } | { ask: 'advance'; ms: number };

export interface OrgReady {
  url: string;
  consumerKey: string;
  consumerSecret: string;
}

export type OrgAnswer = { id: number; stats: DemoOrgStats };

const { standsAt, ...options } = JSON.parse(process.argv[2] ?? '{}') as OrgChildOptions;
let skew = 0;
const org = await createDemoOrg({ ...options, now: () => (standsAt ?? Date.now()) + skew });

process.on('message', ({ id, question }: { id: number; question: OrgQuestion }) => {
  switch (question.ask) {
    case 'control':
      org.control(question.command);
      break;
    case 'advance':
      skew += question.ms;
      break;
    case 'stats':
      break;
  }
  process.send?.({ id, stats: org.stats() } satisfies OrgAnswer);
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));

const { url, consumerKey, consumerSecret } = org;
process.send?.({ url, consumerKey, consumerSecret } satisfies OrgReady);
