import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { AppError } from '../../shared/model/errors';
import { type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import type { DemoOrgControl, DemoOrgRequest } from '../deps';
import { notEmpty, wholeNumber } from '../values';

interface DemoOptions {
  port?: number;
  users?: number;
  logins?: number;
  seed?: number;
  dailyLimit?: number;
  certificate?: string[];
  sandbox?: boolean;
  controlTokenEnv?: string;
  switches?: boolean;
}

/** How long after the server's end the wish to stop may arrive. */
const STOP_GRACE_MS = 500;

const OTHER_CLIENTS = `
The first line printed is JSON: url, consumerKey, consumerSecret, username (of the run-as user), organizationId.
The server listens on this computer only and runs until Ctrl+C (SIGINT or SIGTERM).

Seatwatch itself:
  seatwatch org add --name Demo --url URL --consumer-key KEY --secret-env SECRET

An access token for other clients (it looks like ORGID!...):
  curl -s URL/services/oauth2/token -d grant_type=client_credentials -d client_id=KEY -d client_secret=SECRET

Salesforce CLI:
  with a token   SF_ACCESS_TOKEN=TOKEN sf org login access-token --instance-url URL --alias demo --no-prompt
  with a JWT     sf org login jwt --client-id KEY --jwt-key-file server.key --username USERNAME --instance-url URL
                 Start the demo org with --certificate server.crt; make the pair with
                 openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=demo -keyout server.key -out server.crt
                 In a sandbox (--sandbox) also set SF_AUDIENCE_URL=https://test.salesforce.com
  without login  SF_ORG_INSTANCE_URL=URL sf org list limits --target-org TOKEN

jsforce:
  new Connection({ instanceUrl: URL, accessToken: TOKEN, version: '67.0' }), or with
  oauth2: { loginUrl: URL, clientId: KEY, clientSecret: SECRET } and conn.authorize({ grant_type: 'client_credentials' })

simple-salesforce makes https addresses only, so send them as http:
  class Plain(requests.adapters.HTTPAdapter):
      def send(self, request, **options):
          request.url = request.url.replace('https:', 'http:', 1)
          return super().send(request, **options)
  session = requests.Session(); session.mount('https://127.0.0.1', Plain())
  Salesforce(instance_url=URL, session_id=TOKEN, version='67.0', session=session)

Anything else: URL is both login URL and instance URL; the OAuth 2.0 client credentials and JWT bearer flows are at
URL/services/oauth2/token, the REST API is below URL/services/data with "Authorization: Bearer TOKEN":
  curl -H "Authorization: Bearer TOKEN" "URL/services/data/v67.0/query?q=SELECT+Id,Username+FROM+User+LIMIT+5"

Faults and open questions about Salesforce can be switched while it runs (--control-token-env); --switches lists them:
  curl URL/__control -H "X-Control-Token: $VAR" -H "Content-Type: application/json" -d '{"setUsed": 750, "latencyMs": 200}'
`;

function addOptions(command: Command): Command {
  return command
    .addOption(valueOption('--port <n>', 'port (default: any free one)', wholeNumber(0, 65_535)))
    .addOption(valueOption('--users <n>', 'users of all kinds (default 1200)', wholeNumber(12, 500_000)))
    .addOption(
      valueOption(
        '--logins <n>',
        'rows of login history (default: what such a company makes)',
        wholeNumber(0, 20_000_000),
      ),
    )
    .addOption(valueOption('--seed <n>', 'same seed, same company (default 1)', wholeNumber(0, 0xffff_ffff)))
    .addOption(
      valueOption(
        '--daily-limit <n>',
        'API requests the org may use in 24 hours',
        wholeNumber(1, 1_000_000_000),
      ),
    )
    .addOption(
      new Option(
        '--certificate <file>',
        'certificate (PEM) of the app, for the JWT bearer flow; may be given several times',
      ).argParser((file: string, before: string[] | undefined) => [...(before ?? []), notEmpty(file)]),
    )
    .option('--sandbox', 'be a sandbox: JWTs are addressed to test.salesforce.com')
    .addOption(
      valueOption(
        '--control-token-env <var>',
        'opens URL/__control to whoever sends the token in this variable',
        notEmpty,
      ),
    )
    .option('--switches', 'lists what /__control can do and switch, and serves nothing')
    .addHelpText('after', OTHER_CLIENTS);
}

async function readCertificate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw usageError(`The certificate ${file} cannot be read: ${code}.`, 'Give the path of a PEM file.');
  }
}

function readControlToken(context: Context, name: string): string {
  const token = context.deps.env[name];
  if (token === undefined || token === '')
    throw usageError(
      `The environment variable ${name} is not set.`,
      'Set it to a secret of your own, then try again.',
    );
  return token;
}

async function requestOf(context: Context, options: DemoOptions): Promise<DemoOrgRequest> {
  const { certificate, sandbox, controlTokenEnv, switches: _, port = 0, ...rest } = options;
  return {
    dataDir: context.dataDir,
    port,
    ...rest,
    ...(certificate === undefined
      ? {}
      : { certificates: await Promise.all(certificate.map(readCertificate)) }),
    ...(sandbox === true ? { sandbox } : {}),
    ...(controlTokenEnv === undefined ? {} : { controlToken: readControlToken(context, controlTokenEnv) }),
  };
}

async function listControls(context: Context): Promise<void> {
  const controls = context.deps.demoOrgControls;
  if (context.json) return context.printJson(controls);
  const lines = (
    of: (one: DemoOrgControl) => [head: string, text: string | undefined],
    which: (one: DemoOrgControl) => boolean,
  ): string =>
    controls
      .filter(which)
      .map((one) => of(one))
      .map(([head, text]) => `  ${head}: ${text ?? ''}\n`)
      .join('');
  const actions = lines(
    ({ name, value, effect }) => [`${name} ${value ?? ''}`, effect],
    ({ value }) => value !== undefined,
  );
  const switches = lines(
    ({ name, initial, effect }) => [`${name} (${JSON.stringify(initial)})`, effect],
    ({ value }) => value === undefined,
  );
  const open = lines(
    ({ name, unconfirmed }) => [name, unconfirmed],
    ({ unconfirmed }) => unconfirmed !== undefined,
  );
  await context.print(`Actions, with what their value looks like:\n${actions}\n`);
  await context.print(`Switches, with what they are at the start:\n${switches}\n`);
  await context.print(`Switches about what nothing public settles of Salesforce:\n${open}`);
}

async function serve(context: Context, options: DemoOptions): Promise<void> {
  const request = await requestOf(context, options);
  await context.notice('Making the demo org ...');
  const server = await context.deps.startDemoOrg(request);
  const stopped = new Promise<'stopped'>((resolve) => {
    if (context.signal.aborted) resolve('stopped');
    context.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  try {
    const { url, consumerKey, consumerSecret, username, organizationId } = server;
    const facts = { url, consumerKey, consumerSecret, username, organizationId };
    await context.print(`${JSON.stringify(facts)}\n`);
    await context.notice(
      `The demo org is at ${url}. Stop it with Ctrl+C, or from elsewhere with: kill ${String(process.pid)}`,
    );
    // Ctrl+C reaches the server's process as well, which may be gone before we hear of it ourselves.
    const died = server.closed.then(() => Promise.race([stopped, wait(STOP_GRACE_MS, 'died' as const)]));
    const end = await Promise.race([stopped, died]);
    if (end === 'died')
      throw new AppError({
        code: 'DEMO_ORG_ENDED',
        kind: 'unexpected',
        message: 'The demo org ended by itself.',
        fix: 'Start it again. If it happens again, look into the log.',
        retryable: true,
      });
  } finally {
    await server.stop();
  }
}

export const registerDemoOrg: Register = (program, run) => {
  const command = addOptions(
    program.command('demo-org').description('serves a made-up Salesforce org over HTTP on this computer'),
  );
  run<DemoOptions>(command, async (context, options) => {
    await (options.switches === true ? listControls(context) : serve(context, options));
    return undefined;
  });
};
