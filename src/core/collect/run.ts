import { AppError } from '../../shared/model/errors';
import { QuotaPause } from '../quota/pause';
import type { Checkpoint } from '../ports';
import { justRead, planAnew, planFullPass, planStream, type PlanInput, type StreamPlan } from './plan';
import { createReader, type ReaderHooks, type StreamReader } from './reader';
import { createReading } from './reading';
import type { LoginRecord, OrganizationRecord, StreamName, UserLicenseRecord, UserRecord } from './records';
import { warnIfRestricted, type Sightings } from './restricted-logins';
import { warnIfUsersHidden, type UserSightings } from './restricted-users';
import type { RunContext } from './run-context';
import { STREAM_ORDER, STREAMS } from './streams';

/**
 * The work of one collection: limits, then the first pages of all streams packed into few requests, then
 * the rest page by page. Returns normally when everything was read; a pause, a cancellation or a failure
 * that ends the run is thrown, with everything read so far stored.
 */
export async function runStreams(context: RunContext): Promise<void> {
  const { client, db, org, signal, progress } = context;
  const identity = await client.connect(signal);
  const apiVersion = await client.version(signal);
  await db.setOrgIdentity(org.id, {
    apiVersion,
    ...(identity.organizationId === null ? {} : { salesforceOrgId: identity.organizationId }),
  });
  if (!context.limitsKnown) {
    progress.phase('collecting', 'Limits');
    await readLimits(context);
  }

  const reading = createReading(context);
  const learned: Learned = {
    ownUserId: identity.userId,
    othersLogins: false,
    organization: null,
    seatsUsed: 0,
    activeUsers: 0,
    allUsersSeen: false,
  };
  const hooks = hooksFor(learned);
  let [checkpoints, rows] = await Promise.all([db.checkpoints(org.id), db.rowCounts(org.id)]);
  const inputFor = (name: StreamName, checkpoint: Checkpoint | undefined): PlanInput => ({
    stream: STREAMS[name],
    checkpoint,
    fields: context.fields.fields(STREAMS[name]),
    storedRows: rows[name] ?? 0,
    now: context.clock.now(),
  });
  const reader = (name: StreamName, plan: (input: PlanInput) => StreamPlan): StreamReader =>
    createReader(context, STREAMS[name], plan(inputFor(name, checkpoints[name])), hooks[name] ?? {});
  /** First pages of all, then every stream to its end. */
  const readAll = async (readers: readonly StreamReader[]): Promise<void> => {
    const fresh = readers.filter((one) => one.plan.cursor === null);
    progress.phase('collecting', 'Licenses and users');
    await reading.ask([
      ...fresh.map((one) => reading.firstPage(one)),
      ...fresh.filter((one) => one.plan.verifyCount).map((one) => reading.count(one)),
    ]);
    await storeIdentity(context, learned.organization);
    for (const one of readers) {
      const { name } = one.stream;
      const latest = (): PlanInput => inputFor(name, checkpoints[name]);
      await reading.continuePages(one, latest, hooks[name] ?? {}, async () => {
        checkpoints = await db.checkpoints(org.id);
      });
    }
    await context.writer.drain();
    [checkpoints, rows] = await Promise.all([db.checkpoints(org.id), db.rowCounts(org.id)]);
  };

  const now = context.clock.now();
  const open = STREAM_ORDER.filter((name) => !justRead(checkpoints[name], context.since, now));
  for (const name of STREAM_ORDER) if (!open.includes(name)) progress.expect(name, 0);
  const readers = open.map((name) => reader(name, planStream));
  await readAll(readers);
  const unfinished = readers.filter((one) => needsAnotherPass(one, rows, reading.counts));
  if (unfinished.length > 0) {
    await readAll(
      unfinished.map(({ stream }) => reader(stream.name, stream.mode === 'append' ? planAnew : planFullPass)),
    );
  }
  warnIfUsersHidden(context, learned, rows);
  await warnIfRestricted(context, learned);
}

/**
 * A continued pass of sign-ins ends at the moment it began, perhaps a day ago: read on from there. And
 * when rows of a stream read by its changes have vanished, only a full pass can tell which.
 */
function needsAnotherPass(
  { stream, plan }: StreamReader,
  rows: Record<string, number>,
  counts: ReadonlyMap<string, number>,
): boolean {
  if (stream.mode === 'append') return plan.cursor !== null;
  const counted = counts.get(stream.name);
  return plan.verifyCount && counted !== undefined && counted !== rows[stream.name];
}

async function readLimits(context: RunContext): Promise<void> {
  const { client, db, org, clock, signal } = context;
  try {
    const limits = await client.limits(signal);
    await db.recordLimits(org.id, clock.now(), limits);
  } catch (error) {
    const tolerable =
      error instanceof AppError &&
      !(error instanceof QuotaPause) &&
      error.kind === 'credentials' &&
      error.code !== 'API_CURRENTLY_DISABLED' &&
      error.code !== 'INVALID_SESSION_ID';
    if (!tolerable) throw error;
    context.warnings.push({
      code: error.code,
      message: 'The org’s limits could not be read: the run-as user lacks “View Setup and Configuration”.',
      fix: 'Give the user that permission. Until then the API use is taken from the replies alone.',
      subStep: 'user.view-setup',
    });
  }
}

/** What is learned from rows in passing, without holding on to them. */
interface Learned extends Sightings, UserSightings {
  organization: OrganizationRecord | null;
}

function hooksFor(learned: Learned): Partial<Record<StreamName, ReaderHooks>> {
  return {
    organization: {
      onRow: (row) => {
        learned.organization = row as OrganizationRecord;
      },
    },
    userLicenses: {
      onRow: (row) => {
        learned.seatsUsed += Math.max(0, (row as UserLicenseRecord).used);
      },
    },
    users: {
      onRow: (row) => {
        if ((row as UserRecord).isActive) learned.activeUsers += 1;
      },
      onWhole: () => {
        learned.allUsersSeen = true;
      },
    },
    loginHistory: {
      onRow: (row) => {
        if ((row as LoginRecord).userId !== learned.ownUserId) learned.othersLogins = true;
      },
    },
  };
}

async function storeIdentity(
  { db, org }: RunContext,
  organization: OrganizationRecord | null,
): Promise<void> {
  if (organization === null) return;
  await db.setOrgIdentity(org.id, {
    salesforceOrgId: organization.id,
    organizationName: organization.name,
    edition: organization.organizationType,
    isSandbox: organization.isSandbox,
    instanceName: organization.instanceName,
  });
}
