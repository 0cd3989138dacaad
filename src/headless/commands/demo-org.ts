import { AppError } from '../../shared/model/errors';
import { type Register, valueOption } from '../command';
import { wholeNumber } from '../values';

interface DemoOptions {
  port?: number;
  users?: number;
  logins?: number;
  seed?: number;
  dailyLimit?: number;
}

const OTHER_CLIENTS = `
The first line printed is {"url","consumerKey","consumerSecret"}; the server runs until Ctrl+C (SIGINT or SIGTERM).
Connect Seatwatch to it like to any org:
  seatwatch org add --name Demo --url URL --consumer-key KEY --secret-env SECRET
Other Salesforce clients work too: take URL as the login URL (instance URL), the OAuth 2.0 client credentials flow
at URL/services/oauth2/token, and the access token it grants for URL/services/data. It listens on this computer only.
`;

export const registerDemoOrg: Register = (program, run) => {
  const command = program
    .command('demo-org')
    .description('serves a made-up Salesforce org over HTTP on this computer')
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
    .addHelpText('after', OTHER_CLIENTS);

  run<DemoOptions>(command, async (context, { port = 0, ...rest }) => {
    await context.notice('Making the demo org ...');
    const server = await context.deps.startDemoOrg({ dataDir: context.dataDir, port, ...rest });
    const stopped = new Promise<'stopped'>((resolve) => {
      if (context.signal.aborted) resolve('stopped');
      context.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    try {
      const { url, consumerKey, consumerSecret } = server;
      await context.print(`${JSON.stringify({ url, consumerKey, consumerSecret })}\n`);
      await context.notice(`The demo org is at ${url}. End it with Ctrl+C.`);
      const end = await Promise.race([stopped, server.closed.then(() => 'died' as const)]);
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
    return undefined;
  });
};
