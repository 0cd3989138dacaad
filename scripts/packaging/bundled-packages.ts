import license, { type Dependency } from 'rollup-plugin-license';
import type { Plugin } from 'vite';

/** Where each bundle (main, preload, renderer) lists what it was made of; the packages never contain this file. */
export const BUNDLED_PACKAGES_FILE = 'bundled-packages.json';

/**
 * Licenses whose code may be part of a program under the MIT license, as long as their notices go along.
 * Anything else (copyleft, no license, a license written by its author) ends the build, so that it is decided
 * by a person before it is shipped.
 */
export const COMPATIBLE_LICENSES =
  '(MIT OR MIT-0 OR ISC OR 0BSD OR BSD-2-Clause OR BSD-3-Clause OR Apache-2.0 OR Zlib OR BlueOak-1.0.0 OR CC0-1.0 OR Unlicense)';

/** A package whose code is in a bundle. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression. */
  license: string;
  /** As its package.json says; null when it does not. */
  author: string | null;
  homepage: string | null;
  /** Text of the package's license file; null when it has none. */
  licenseText: string | null;
  /** Text of its NOTICE file, which the Apache license wants kept. */
  noticeText: string | null;
}

/**
 * Lists the packages whose code is in the bundle (after tree shaking) and fails the build when one's license is not
 * compatible with ours.
 */
export function bundledPackages(): Plugin[] {
  let packages: BundledPackage[] = [];
  const scan = license({
    thirdParty: {
      multipleVersions: true,
      allow: { test: COMPATIBLE_LICENSES, failOnUnlicensed: true, failOnViolation: true },
      output: (dependencies) => {
        packages = dependencies.map(toPackage).sort(byName);
      },
    },
  });
  return [
    // Made for Rollup, whose hooks these bundlers share; only building needs it.
    { ...(scan as unknown as Plugin), apply: 'build' },
    {
      name: 'seatwatch:bundled-packages',
      apply: 'build',
      generateBundle() {
        const source = `${JSON.stringify(packages, null, 2)}\n`;
        this.emitFile({ type: 'asset', fileName: BUNDLED_PACKAGES_FILE, source });
      },
    },
  ];
}

function toPackage(dependency: Dependency): BundledPackage {
  const { name, version, license: spdx, author, homepage, licenseText, noticeText } = dependency;
  return {
    name: name ?? '',
    version: version ?? '',
    license: spdx ?? '',
    author: author?.name ?? null,
    homepage,
    licenseText,
    noticeText,
  };
}

const byName = (a: BundledPackage, b: BundledPackage) =>
  a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en');
