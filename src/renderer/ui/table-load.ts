import { toErrorShape, type AppErrorShape } from '../../shared/model/errors';

/** What a view knows about one answer. `data` stays while a newer one is on its way. */
export interface Load<T> {
  data: T | null;
  error: AppErrorShape | null;
  loading: boolean;
}

export function notLoaded<T>(): Load<T> {
  return { data: null, error: null, loading: true };
}

/** Runs requests of which only the newest may write: a slow answer never overwrites a newer one. */
export function createLatest<T>(write: (change: Partial<Load<T>>) => void) {
  let newest = 0;
  return async (request: () => Promise<T>): Promise<void> => {
    const ticket = ++newest;
    write({ loading: true });
    try {
      const data = await request();
      if (ticket === newest) write({ data, error: null, loading: false });
    } catch (error) {
      if (ticket === newest) write({ error: toErrorShape(error), loading: false });
    }
  };
}
