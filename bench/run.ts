// `npm run bench [-- NAME …] [--users N] [--logins N]`: measurements, printed as JSON. No test depends on them.
import { parseArgs } from 'node:util';
import { dbScale } from './db-scale';
import { dbStall } from './db-stall';

const BENCHES: Record<string, (size: { users: number; logins: number }) => Promise<unknown>> = {
  'db-scale': dbScale,
  'db-stall': dbStall,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { users: { type: 'string', default: '50000' }, logins: { type: 'string', default: '300000' } },
});
const size = { users: Number(values.users), logins: Number(values.logins) };
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(
      `There is no measurement “${name}”; there are ${Object.keys(BENCHES).join(', ')}.\n`,
    );
    process.exitCode = 2;
    break;
  }
  process.stdout.write(`${name}: ${JSON.stringify(await bench(size), null, 2)}\n`);
}
