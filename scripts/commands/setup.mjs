import { setUp } from '../setup/index.mjs';

export async function run() {
  const { addon } = await setUp({ display: true, keyring: true });
  await addon;
}
