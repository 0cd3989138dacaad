import { agreement } from './builders/licensing-agreement';
import { FEW_PROGRAM_CALLS } from './builders/collect-rig';

// The same of another company, some times as large; with AGREEMENT_USERS=50000 forty times.
const users = Number(process.env['AGREEMENT_USERS'] ?? 8_000);
agreement('a large org', { seed: 77, users, logins: users * 6, programCalls: FEW_PROGRAM_CALLS });
