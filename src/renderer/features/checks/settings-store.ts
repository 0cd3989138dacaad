import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../../shared/contract';
import type { CheckPreview, CheckState } from '../../../shared/model/checks';
import { toErrorShape } from '../../../shared/model/errors';
import { notLoaded, type Load } from '../../ui/table-load';
import { defaultsOf, differing, valuesOf, type Draft, type DraftValue } from './parameter-form';

/** A preview evaluates the check: it waits until nothing was changed for so long. */
export const PREVIEW_DELAY_MS = 450;

export interface SettingsState {
  draft: Draft;
  /** What the settings typed would find; `data` null: nothing is changed, or nothing is known yet. */
  preview: Load<CheckPreview>;
  saving: boolean;
  set(id: string, value: DraftValue): void;
  /** One parameter, or all of them, back to the default. */
  reset(id: string | null): void;
  /** Back to what is saved. */
  discard(): void;
  retryPreview(): void;
  /** Saves, and evaluates. Rejects when that failed; what was typed stays. */
  save(): Promise<void>;
}

export type SettingsStore = StoreApi<SettingsState>;

const NO_PREVIEW: Load<CheckPreview> = { ...notLoaded<CheckPreview>(), loading: false };

/** What is typed into the settings of one check, and what it would change. */
export function createSettingsStore(
  api: { security: Pick<Api['security'], 'preview' | 'setCheck'> },
  { orgId, check }: { orgId: string; check: Pick<CheckState, 'info' | 'values' | 'enabled'> },
): SettingsStore {
  const { info, values: saved, enabled } = check;
  const { parameters } = info;
  let typing: ReturnType<typeof setTimeout> | undefined;

  return createStore<SettingsState>()((set, get) => {
    // A preview that is no longer wanted must not be shown, nor its failure.
    let generation = 0;
    const askFor = (draft: Draft) => {
      clearTimeout(typing);
      const mine = ++generation;
      const values = valuesOf(parameters, draft);
      if (values === null || differing(parameters, draft, saved).length === 0) {
        set({ preview: NO_PREVIEW });
        return;
      }
      set((s) => ({ preview: { ...s.preview, loading: true, error: null } }));
      typing = setTimeout(() => {
        api.security.preview({ orgId, check: info.id, values }).then(
          (data) => {
            if (mine === generation) set({ preview: { data, error: null, loading: false } });
          },
          (error: unknown) => {
            if (mine === generation)
              set((s) => ({ preview: { ...s.preview, error: toErrorShape(error), loading: false } }));
          },
        );
      }, PREVIEW_DELAY_MS);
    };
    const change = (draft: Draft) => {
      set({ draft });
      askFor(draft);
    };
    return {
      draft: saved,
      preview: NO_PREVIEW,
      saving: false,
      set: (id, value) => change({ ...get().draft, [id]: value }),
      reset: (id) => {
        const defaults = defaultsOf(parameters);
        change(id === null ? defaults : { ...get().draft, [id]: defaults[id] ?? '' });
      },
      discard: () => change(saved),
      retryPreview: () => askFor(get().draft),
      save: async () => {
        const { draft } = get();
        const values = valuesOf(parameters, draft);
        if (values === null) return;
        set({ saving: true });
        try {
          const isDefault = differing(parameters, draft, defaultsOf(parameters)).length === 0;
          await api.security.setCheck({
            orgId,
            check: info.id,
            enabled,
            values: isDefault ? null : values,
          });
          set({ preview: NO_PREVIEW });
        } finally {
          set({ saving: false });
        }
      },
    };
  });
}
