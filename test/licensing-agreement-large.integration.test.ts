import { agreement } from './builders/licensing-agreement';
import { FEW_PROGRAM_CALLS } from './builders/collect-rig';

// The same of another company, forty times as large.
agreement('a large org', { seed: 77, users: 50_000, logins: 300_000, programCalls: FEW_PROGRAM_CALLS });
