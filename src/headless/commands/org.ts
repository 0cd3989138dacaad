import { readFile } from 'node:fs/promises';
import { type TextSink, writeToFile } from '../../core/export';
import type { NewOrgCredentials } from '../../core/services';
import { ConsumerKey, type Org, OrgName, type OrgSummary } from '../../shared/model/org';
import { type Register, valueOption } from '../command';
import { type Context, filePath, usageError } from '../context';
import { count, createTable, factSheet } from '../output/table';
import { conforming, notEmpty } from '../values';

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
  if (privateKeyFile === undefined) return { auth: 'jwt-bearer', username: jwtUsername, privateKeyPem: null };
  try {
    const privateKeyPem = await readFile(filePath(privateKeyFile), 'utf8');
    return { auth: 'jwt-bearer', username: jwtUsername, privateKeyPem };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw usageError(`The private key file ${privateKeyFile} cannot be read (${code}).`, 'Check its name.');
  }
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
    .addOption(valueOption('--jwt-username <user>', 'JWT bearer flow: the user to act as', notEmpty))
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
    if (credentials.auth === 'jwt-bearer' && credentials.privateKeyPem === null)
      await context.notice(
        `A key was made. Write its certificate with: seatwatch org cert "${org.name}" --out server.crt, and upload it in Salesforce.`,
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
    const { lastRun, quota } = org;
    if (context.json) await context.printJson({ ...publicOrg(org), lastRun, quota });
    else
      await context.print(
        factSheet([
          ['Name', org.name],
          ['URL', org.url],
          ['Auth', org.auth],
          ['Consumer key', org.consumerKey],
          ['Paused', org.paused],
          ['Added', org.addedAt],
          ['Edition', org.identity.edition],
          ['Last run', lastRun ? `${lastRun.state}, ${lastRun.startedAt}` : 'never'],
          ['API quota', quota ? `${count(quota.used)} of ${count(quota.max)} at ${quota.at}` : null],
          ['Data as of', org.dataAsOf],
        ]),
      );
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

const registerCert: Register = (group, run) => {
  const command = group
    .command('cert')
    .argument('<name>', 'the org')
    .description("writes the org's certificate (PEM) for upload to Salesforce")
    .option('--out <file>', 'write to FILE (server.crt) instead of standard output');
  run<{ out?: string }>(command, async (context, { out }, [name = '']) => {
    const { org, certificate } = await context.withServices('read', `org cert ${name}`, async ({ orgs }) => {
      const found = await orgs.requireByName(name);
      return { org: found.name, certificate: `${(await orgs.certificate(found.id)).trimEnd()}\n` };
    });
    if (out === undefined) {
      if (context.json) await context.printJson({ org, certificate });
      else await context.print(certificate);
      return undefined;
    }
    const file = filePath(out);
    await writeToFile(file, (sink: TextSink) => sink.write(certificate));
    if (context.json) await context.printJson({ org, file });
    else await context.notice(`Certificate written to ${file}.`);
    return undefined;
  });
};

export const registerOrg: Register = (program, run) => {
  const group = program.command('org').description('adds, lists, shows and removes orgs');
  for (const register of [registerAdd, registerList, registerShow, registerRemove, registerCert])
    register(group, run);
};
