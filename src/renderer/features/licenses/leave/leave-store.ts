import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../../shared/contract';
import type { LeaveEntry } from '../../../../shared/model/reclaim';
import type { UserTableRow } from '../../../../shared/model/users';
import { createLatest, notLoaded, type Load } from '../../../ui/table-load';
import type { NewLeave } from './leave-form';

export const LEAVE_SEARCH_DELAY_MS = 200;
/** People offered for a search; more are found by typing on. */
export const PEOPLE_OFFERED = 20;

export type Person = Pick<UserTableRow, 'id' | 'name' | 'username'>;

export interface LeaveState {
  list: Load<LeaveEntry[]>;
  /** What is typed to find somebody. */
  search: string;
  /** Null: nothing was asked for. */
  found: Load<{ people: Person[]; total: number }> | null;
  load(): Promise<void>;
  /** Asks once typing pauses. */
  setSearch(search: string): void;
  /** Rejects when it could not be saved. */
  add(people: readonly Person[], leave: NewLeave): Promise<void>;
  /** Rejects when it could not be saved. */
  end(people: readonly Pick<LeaveEntry, 'userId'>[]): Promise<void>;
}

export type LeaveStore = StoreApi<LeaveState>;

/** Who is on leave, and finding whom to add. */
export function createLeaveStore(
  api: Pick<Api, 'review' | 'licenses'>,
  { orgId, inactiveDays }: { orgId: string; inactiveDays: number },
): LeaveStore {
  let typing: ReturnType<typeof setTimeout> | undefined;
  return createStore<LeaveState>()((set, get) => {
    const latestList = createLatest<LeaveEntry[]>((change) =>
      set((s) => ({ list: { ...s.list, ...change } })),
    );
    const latestFound = createLatest<{ people: Person[]; total: number }>((change) =>
      set((s) => ({ found: s.found && { ...s.found, ...change } })),
    );
    const find = () => {
      const search = get().search.trim();
      if (search === '') return;
      set((s) => ({ found: s.found ?? notLoaded() }));
      void latestFound(async () => {
        const { rows, total } = await api.review.users({
          orgId,
          asOf: null,
          search,
          inactiveDays,
          limit: PEOPLE_OFFERED,
        });
        return { people: rows.map(({ id, name, username }) => ({ id, name, username })), total };
      });
    };
    return {
      list: notLoaded(),
      search: '',
      found: null,
      load: () => latestList(() => api.licenses.leave({ orgId })),
      setSearch: (search) => {
        set({ search, ...(search.trim() === '' ? { found: null } : {}) });
        clearTimeout(typing);
        typing = setTimeout(find, LEAVE_SEARCH_DELAY_MS);
      },
      add: async (people, { reason, until }) => {
        await api.licenses.setLeave({ orgId, userIds: people.map(({ id }) => id), reason, until });
        clearTimeout(typing);
        set({ search: '', found: null });
        await get().load();
      },
      end: async (people) => {
        await api.licenses.endLeave({ orgId, userIds: people.map(({ userId }) => userId) });
        await get().load();
      },
    };
  });
}

/** Running leaves first, those that end soonest first among them; then what is over, newest first. */
export function sortedLeave(entries: readonly LeaveEntry[]): LeaveEntry[] {
  return [...entries].sort((a, b) => {
    if (a.isExpired !== b.isExpired) return a.isExpired ? 1 : -1;
    if (a.until !== b.until) {
      if (a.until === null) return 1;
      if (b.until === null) return -1;
      return a.isExpired ? b.until.localeCompare(a.until) : a.until.localeCompare(b.until);
    }
    return a.name.localeCompare(b.name);
  });
}
