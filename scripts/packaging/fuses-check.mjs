// Reads the fuses back from a finished program: signing tools have been known to damage them.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { SetupError } from '../setup/errors.mjs';

const { fuses } = createRequire(import.meta.url)('../../packaging/fuses.cjs');

/** Where electron-builder leaves the unpacked programs of a build, relative to its output folder. */
const PROGRAMS = [
  'linux-unpacked/seatwatch.bin',
  'linux-arm64-unpacked/seatwatch.bin',
  'win-unpacked/Seatwatch.exe',
  'win-arm64-unpacked/Seatwatch.exe',
  'mac-universal/Seatwatch.app',
];

/** The fuses of a program that are not as packaging/fuses.cjs wants them, by name. */
export async function wrongFuses(program) {
  const wire = await getCurrentFuseWire(program);
  return Object.entries(fuses)
    .filter(([name, isOn]) => wire[FuseV1Options[name]] !== (isOn ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([name]) => name);
}

/** Rejects when a program in the output folder differs, or when there is none to look at. */
export async function requireFuses(output) {
  const programs = PROGRAMS.map((name) => path.join(output, name)).filter((file) => existsSync(file));
  if (programs.length === 0)
    throw new SetupError(`There is no unpacked program in ${output} to read the fuses of.`);
  for (const program of programs) {
    const wrong = await wrongFuses(program);
    if (wrong.length > 0)
      throw new SetupError(`${program}: these fuses are not as they should be: ${wrong.join(', ')}`);
  }
}
