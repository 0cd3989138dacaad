import type { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { SubStepId } from '../../shared/model/setup';
import type { Clock, Database, Log } from '../ports';
import type { SalesforceClient } from '../salesforce/client';
import type { FieldAccess } from './field-access';
import type { Metering } from './metering';
import type { Rates } from './planner';
import type { ProgressTracker } from './progress';
import type { StreamDefinition } from './streams/definition';
import type { chooseTransfer } from './transfer';
import type { PageWriter } from './writer';

/** Something the run could do without, said out loud at its end. */
export interface RunWarning {
  code: string;
  message: string;
  fix: string;
  subStep: SubStepId | null;
  /** Set when it is about objects that cannot be read for lack of one permission. */
  unreadable?: readonly StreamDefinition[];
}

/** What all parts of one collection share. */
export interface RunContext {
  org: Org;
  runId: number;
  /** When the collection began that this run continues; null: it begins one. */
  since: number | null;
  /** The run before ended within the hour because its budget was spent: the limits are known. */
  limitsKnown: boolean;
  client: SalesforceClient;
  db: Database;
  clock: Clock;
  log: Log;
  signal: AbortSignal | undefined;
  fields: FieldAccess;
  transfer: typeof chooseTransfer;
  writer: PageWriter;
  progress: ProgressTracker;
  meter: Metering;
  /** How fast this org answered the last time. */
  rates: Rates;
  /** Epoch ms. */
  startedAt: number;
  /** Organization.OrganizationType, once read by this run. */
  edition: string | null;
  warnings: RunWarning[];
  /** Failures of single streams; the others go on. */
  failures: AppError[];
}
