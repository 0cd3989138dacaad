/** Oldest version that still answers; up to 40 with a deprecation warning, below 31 it is 410. */
export const OLDEST_VERSION = 31;
export const NEWEST_DEPRECATED = 40;

const SEASONS = ['Spring', 'Summer', 'Winter'] as const;

/** Three releases a year: 66 is Spring '26, 67 Summer '26, 68 Winter '27. */
export function releaseName(version: number): string {
  const season = SEASONS[version % 3] ?? 'Spring';
  const year = 26 + Math.floor((version - 66) / 3) + (season === 'Winter' ? 1 : 0);
  return `${season} '${String(year).padStart(2, '0')}`;
}

/** Body of `GET /services/data`, oldest first; nobody promises that order, so it can come in another. */
export function versionList(
  max: number,
  unsorted: boolean,
): { label: string; url: string; version: string }[] {
  const list = Array.from({ length: max - OLDEST_VERSION + 1 }, (_, i) => {
    const version = OLDEST_VERSION + i;
    return { label: releaseName(version), url: `/services/data/v${version}.0`, version: `${version}.0` };
  });
  // The newer half first: neither end is the oldest or the newest.
  const half = list.length / 2;
  return unsorted ? [...list.slice(half), ...list.slice(0, half)] : list;
}
