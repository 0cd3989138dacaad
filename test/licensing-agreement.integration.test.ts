import { agreement } from './builders/licensing-agreement';
import { FEW_PROGRAM_CALLS } from './builders/collect-rig';

// What the licenses page says of the demo org as it comes, worked out a second time: builders/licensing-twin.ts.
agreement('the demo org', { programCalls: FEW_PROGRAM_CALLS });
