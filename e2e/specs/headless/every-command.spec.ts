import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CONTRACT_RUNS } from '../../../test/builders/cli-contract';
import { expect, test } from '../../fixtures';
import { seatwatch } from '../../pages/command-line';

test('every command answers with one document', async ({ startOrg, dataDir }) => {
  // One process after another, each a start of the whole program.
  test.setTimeout(600_000);
  const org = await startOrg();
  const folder = path.join(dataDir, 'files');
  const home = path.join(dataDir, 'home');
  mkdirSync(folder);
  const words = (text: string): string =>
    text.replace('FOLDER', folder).replace('URL', org.url).replace(/^KEY$/, org.consumerKey);

  for (const { command, args, exitCode, keys } of CONTRACT_RUNS) {
    const argv = [...command.split(' '), ...args.map(words)];
    await test.step(argv.join(' '), async () => {
      const answer = await seatwatch([...argv, '--json'], {
        dataDir: path.join(dataDir, 'data'),
        stdin: org.consumerSecret,
        // Nothing of the person who runs the tests is looked at.
        env: { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') },
      });
      expect.soft(answer.exitCode, argv.join(' ') + answer.stdout.slice(0, 2_000)).toBe(exitCode);
      const document = JSON.parse(answer.stdout) as object;
      const first = (Array.isArray(document) ? document[0] : document) as object;
      if (keys !== null) expect.soft(Object.keys(first).slice(0, keys.length)).toEqual(keys);
      expect(answer.stdout + answer.stderr).not.toContain(org.consumerSecret);
    });
  }
});

test('the demo org prints where it is on the first line, and ends when it is told to', async ({
  dataDir,
}) => {
  const sizes = ['--users', '20', '--logins', '50', '--seed', '3', '--daily-limit', '1000', '--port', '0'];
  const answer = await seatwatch(['demo-org', ...sizes], {
    dataDir,
    stopWhen: (stdout) => stdout.includes('\n'),
  });
  expect(answer.exitCode, answer.stderr).toBe(0);
  const facts = JSON.parse(answer.stdout.split('\n')[0] ?? '') as object;
  expect(Object.keys(facts).slice(0, 3)).toEqual(['url', 'consumerKey', 'consumerSecret']);
});
