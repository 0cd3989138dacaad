import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// Part of `npm test`, unlike the clients themselves: they are installed elsewhere, reproducibly, and never become
// dependencies of the app.

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, Manifest & { version?: string; link?: boolean }>;
}

const read = <T>(...parts: string[]): T => JSON.parse(text(...parts)) as T;
const text = (...parts: string[]): string => readFileSync(path.resolve(__dirname, ...parts), 'utf8');

const clients = read<Manifest>('lock', 'package.json');
const clientsLock = read<Lock>('lock', 'package-lock.json');
const names = Object.keys(clients.dependencies ?? {});
/** The package's name at the end of `node_modules/a/node_modules/@b/c`. */
const nameOf = (location: string): string => location.replace(/^.*node_modules\//, '');

describe('the foreign clients', () => {
  it('are the ones the README speaks of', () => {
    expect(names).toEqual(expect.arrayContaining(['@salesforce/cli', 'jsforce', 'ts-force']));
  });

  it('are not among the dependencies of the app, nor brought along by one', () => {
    const app = read<Manifest>('..', '..', 'package.json');
    const declared = Object.keys({
      ...app.dependencies,
      ...app.devDependencies,
      ...app.optionalDependencies,
    });
    const installed = Object.keys(read<Lock>('..', '..', 'package-lock.json').packages).map(nameOf);
    const foreign = (name: string): boolean => names.includes(name) || /^@(salesforce|jsforce)\//.test(name);
    expect([...declared, ...installed].filter(foreign)).toEqual([]);
  });

  it('have exact versions, and the lock file has the same', () => {
    for (const [name, version] of Object.entries(clients.dependencies ?? {})) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(clientsLock.packages[`node_modules/${name}`]?.version).toBe(version);
    }
    expect(clientsLock.packages['']?.dependencies).toEqual(clients.dependencies);
  });

  it('come from whatever registry the user has set', () => {
    expect(text('lock', 'package-lock.json')).not.toContain('"resolved"');
  });
});
