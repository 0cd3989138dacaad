import type { NeededAnyway } from '../../../../shared/model/suggestions';

export const BY_WORDS: Record<NeededAnyway['by'], string> = {
  everybody: 'Everybody',
  'permission-set': 'Permission set',
  profile: 'Profile',
};

/** A line of the form. */
export type Draft = NeededAnyway & { key: number };

export interface DraftProblem {
  license?: string;
  name?: string;
}

/** What is wrong with each line, by its key; lines without a problem are missing. */
export function problemsOf(drafts: readonly Draft[]): Map<number, DraftProblem> {
  const problems = new Map<number, DraftProblem>();
  const seen = new Set<string>();
  for (const draft of drafts) {
    const problem: DraftProblem = {};
    const line = JSON.stringify(toEntry(draft)).toLowerCase();
    if (draft.license.trim() === '') problem.license = 'Name the license.';
    else if (/\s/.test(draft.license.trim())) problem.license = 'Use the developer name: it has no blanks.';
    else if (seen.has(line)) problem.license = 'This is on the list already.';
    if (draft.by !== 'everybody' && draft.name.trim() === '') {
      problem.name =
        draft.by === 'profile' ? 'Say what the profile’s name begins with.' : 'Name the permission set.';
    }
    seen.add(line);
    if (problem.license !== undefined || problem.name !== undefined) problems.set(draft.key, problem);
  }
  return problems;
}

/** The line as it is saved: without blanks around, and without a name nobody asked for. */
export function toEntry({ license, by, name }: NeededAnyway): NeededAnyway {
  return { license: license.trim(), by, name: by === 'everybody' ? '' : name.trim() };
}

export const sameEntries = (a: readonly NeededAnyway[], b: readonly NeededAnyway[]): boolean =>
  JSON.stringify(a.map(toEntry)) === JSON.stringify(b.map(toEntry));
