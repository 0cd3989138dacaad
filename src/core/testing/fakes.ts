import type { Clock, Log, SecretStore } from '../ports';

/** A clock that stands still until told otherwise; sleeping moves it. */
export interface FakeClock extends Clock {
  set(now: number): void;
  advance(ms: number): void;
  /** Sleeps asked for, in order. */
  readonly sleeps: number[];
}

export function fakeClock(start = Date.UTC(2026, 0, 15, 12)): FakeClock {
  let now = start;
  const sleeps: number[] = [];
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      sleeps.push(ms);
      now += ms;
      return Promise.resolve();
    },
    set(at) {
      now = at;
    },
    advance(ms) {
      now += ms;
    },
    sleeps,
  };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Remembers everything said, so that tests can look for what must never be said. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (message: string, details?: Record<string, unknown>) => {
    lines.push(`${level} ${message} ${JSON.stringify(details ?? {})}`);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export function memorySecrets(): SecretStore & { values: Map<string, string> } {
  const values = new Map<string, string>();
  const key = (service: string, account: string) => `${service}/${account}`;
  return {
    values,
    getPassword: (service, account) => Promise.resolve(values.get(key(service, account)) ?? null),
    setPassword: (service, account, password) => {
      values.set(key(service, account), password);
      return Promise.resolve();
    },
    deletePassword: (service, account) => Promise.resolve(values.delete(key(service, account))),
    findCredentials: (service) =>
      Promise.resolve(
        [...values]
          .filter(([name]) => name.startsWith(`${service}/`))
          .map(([name, password]) => ({ account: name.slice(service.length + 1), password })),
      ),
  };
}
