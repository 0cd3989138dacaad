import type { Bridge } from '../../shared/contract/channels';
import { events, type EventName, type EventPayload } from '../../shared/contract/events';

export interface Events {
  /** Returns the function that unsubscribes. */
  on<E extends EventName>(name: E, listener: (payload: EventPayload<E>) => void): () => void;
  /** Ends the one subscription to the bridge. */
  close(): void;
}

type AnyListener = (payload: never) => void;

/** One subscription to the bridge, handed out by event name. Payloads that do not parse are dropped. */
export function createEvents(bridge: Bridge): Events {
  const listeners = new Map<EventName, Set<AnyListener>>();

  const close = bridge.subscribe((name, payload) => {
    if (!isEventName(name)) return;
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) {
      console.error(`Event ${name} does not fit the contract`, parsed.error);
      return;
    }
    // The set for a name only ever holds listeners of that name's payload (see `on`).
    for (const listener of [...(listeners.get(name) ?? [])]) listener(parsed.data as never);
  });

  return {
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set<AnyListener>();
      listeners.set(name, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
    close,
  };
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
