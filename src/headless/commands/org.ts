import type { NewOrgCredentials } from '../../core/services';
import type { Certificate } from '../../shared/model/certificate';
import { ConsumerKey, JwtUsername, type Org, OrgName, type OrgSummary } from '../../shared/model/org';
import { type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import { warnOfCertificate } from '../output/certificate';
import { count, createTable, factSheet } from '../output/table';
import { conforming, notEmpty } from '../values';
import { keySource, registerCert, registerRotateKey } from './org-keys';

const MAX_SECRET = 16_384;

interface AddOptions {
  name: string;
  url: string;
  consumerKey: string;
  secretStdin?: boolean;
  secretEnv?: string;
  jwtUsername?: string;
  privateKeyFile?: string;
}

/** The public face of an org: exactly these fields, and never a secret. */
function publicOrg({ name, url, auth, consumerKey, paused, addedAt }: Org): object {
  return { name, url, auth, consumerKey, paused, addedAt };
}

function publicCertificate({ expiresAt, fingerprint }: Certificate): object {
  return { expiresAt, fingerprint };
}

function withoutLineEnd(text: string): string {
  return text.replace(/(\r?\n)+$/, '');
}

async function readSecret(context: Context, { secretStdin, secretEnv }: AddOptions): Promise<string> {
  const { deps } = context;
  if ((secretStdin === true) === (secretEnv !== undefined))
    throw usageError(
      'The consumer secret comes from exactly one of --secret-stdin and --secret-env.',
      'For example: seatwatch org add ... --secret-env MY_SECRET',
    );
  let secret: string;
  if (secretEnv !== undefined) {
    const given = deps.env[secretEnv];
    if (given === undefined)
      throw usageError(`The environment variable ${secretEnv} is not set.`, 'Export it, then try again.');
    secret = given;
  } else secret = deps.stdinIsTerminal ? await deps.askSecret('Consumer secret:') : await deps.readStdin();
  secret = withoutLineEnd(secret);
  if (secret.trim() === '')
    throw usageError('The consumer secret is empty.', 'Give the secret the app was made with.');
  if (secret.length > MAX_SECRET || /[\r\n]/.test(secret))
    throw usageError('That is not a consumer secret.', 'Give the secret alone, on one line.');
  return secret;
}

async function credentialsOf(context: Context, options: AddOptions): Promise<NewOrgCredentials> {
  const { jwtUsername, privateKeyFile } = options;
  if (jwtUsername === undefined) {
    if (privateKeyFile !== undefined)
      throw usageError('--private-key-file goes with --jwt-username.', 'Add --jwt-username USER.');
    return { auth: 'client-credentials', consumerSecret: await readSecret(context, options) };
  }
  if (options.secretStdin === true || options.secretEnv !== undefined)
    throw usageError(
      'The JWT bearer flow has no consumer secret.',
      'Leave --secret-stdin and --secret-env out.',
    );
  return { auth: 'jwt-bearer', username: jwtUsername, key: await keySource(privateKeyFile) };
}

const registerAdd: Register = (group, run) => {
  const command = group
    .command('add')
    .description(
      'adds an org; the consumer secret comes from standard input or a variable, never as an argument',
    )
    .requiredOption('--name <name>', 'what to call the org', conforming(OrgName))
    .requiredOption('--url <url>', 'its My Domain URL; the host alone will do', notEmpty)
    .requiredOption('--consumer-key <key>', "the app's consumer key", conforming(ConsumerKey))
    .option('--secret-stdin', 'client credentials flow: read the consumer secret from standard input')
    .addOption(
      valueOption('--secret-env <var>', 'client credentials flow: read it from this variable', notEmpty),
    )
    .addOption(
      valueOption('--jwt-username <user>', 'JWT bearer flow: the user to act as', conforming(JwtUsername)),
    )
    .addOption(
      valueOption(
        '--private-key-file <pem>',
        'JWT bearer flow: your key (default: a new one is made)',
        notEmpty,
      ),
    );

  run<AddOptions>(command, async (context, options) => {
    const credentials = await credentialsOf(context, options);
    const { name, url, consumerKey } = options;
    const org = await context.withServices('write', `org add ${name}`, ({ orgs }) =>
      orgs.add({ name, url, consumerKey, credentials }),
    );
    if (context.json) await context.printJson(publicOrg(org));
    else await context.print(`${org.name} was added (${org.url}).\n`);
    if (credentials.auth === 'jwt-bearer')
      await context.notice(
        `${credentials.key.from === 'generate' ? 'A key was made. ' : ''}Write its certificate with: seatwatch org cert "${org.name}" --out server.crt, and upload it in Salesforce.`,
      );
    await context.notice(`Next: seatwatch test "${org.name}"`);
    return undefined;
  });
};

const registerList: Register = (group, run) => {
  const command = group.command('list').description('the orgs there are');
  run(command, async (context) => {
    const orgs = await context.withServices('read', 'org list', (services) => services.orgs.list());
    if (context.json) await context.printJson(orgs.map(publicOrg));
    else if (orgs.length === 0) await context.print('There is no org yet. Add one with: seatwatch org add\n');
    else
      await context.print(
        createTable<OrgSummary>([
          { head: 'NAME', value: (org) => org.name },
          { head: 'URL', value: (org) => org.url },
          { head: 'AUTH', value: (org) => org.auth },
          { head: 'PAUSED', value: (org) => org.paused },
          { head: 'STATE', value: (org) => org.lastRun?.state ?? 'idle' },
          { head: 'AS OF', value: (org) => org.dataAsOf },
        ])(orgs),
      );
    return undefined;
  });
};

const registerShow: Register = (group, run) => {
  const command = group
    .command('show')
    .argument('<name>', 'the org')
    .description('one org with its last run and quota');
  run(command, async (context, _options, [name = '']) => {
    const org = await context.withServices('read', `org show ${name}`, async ({ orgs }) =>
      orgs.get((await orgs.requireByName(name)).id),
    );
    const { lastRun, quota, certificates } = org;
    if (context.json)
      await context.printJson({
        ...publicOrg(org),
        lastRun,
        quota,
        certificate: certificates && {
          ...publicCertificate(certificates.current),
          next: certificates.next && publicCertificate(certificates.next),
        },
      });
    else
      await context.print(
        factSheet([
          ['Name', org.name],
          ['URL', org.url],
          ['Auth', org.auth],
          ['Consumer key', org.consumerKey],
          ...(certificates === null
            ? []
            : [
                ['Username', org.jwtUsername] as const,
                ['Certificate until', certificates.current.expiresAt] as const,
                ['Fingerprint', certificates.current.fingerprint] as const,
              ]),
          ...(certificates?.next == null
            ? []
            : [['New certificate', `${certificates.next.fingerprint}, waits to be uploaded`] as const]),
          ['Paused', org.paused],
          ['Added', org.addedAt],
          ['Edition', org.identity.edition],
          ['Last run', lastRun ? `${lastRun.state}, ${lastRun.startedAt}` : 'never'],
          ['API quota', quota ? `${count(quota.used)} of ${count(quota.max)} at ${quota.at}` : null],
          ['Data as of', org.dataAsOf],
        ]),
      );
    await warnOfCertificate(context, org);
    return undefined;
  });
};

const registerRemove: Register = (group, run) => {
  const command = group
    .command('remove')
    .argument('<name>', 'the org')
    .description('removes an org and its secrets; what was collected stays unless you say otherwise')
    .option('--delete-data', 'delete what was collected, too');
  run<{ deleteData?: boolean }>(command, async (context, options, [name = '']) => {
    const dataDeleted = options.deleteData === true;
    const removed = await context.withServices('write', `org remove ${name}`, async ({ orgs }) => {
      const org = await orgs.requireByName(name);
      await orgs.remove(org.id, dataDeleted);
      return org.name;
    });
    if (context.json) await context.printJson({ removed, dataDeleted });
    else
      await context.print(
        `${removed} was removed${dataDeleted ? ' with its data' : '; its data is kept'}.\n`,
      );
    return undefined;
  });
};

export const registerOrg: Register = (program, run) => {
  const group = program
    .command('org')
    .description('adds, lists, shows and removes orgs, and replaces their keys');
  for (const register of [
    registerAdd,
    registerList,
    registerShow,
    registerRemove,
    registerCert,
    registerRotateKey,
  ])
    register(group, run);
};
