import { ACTIONS } from './faults';
import type { Switch } from './switch-kinds';
import { SWITCH_NAMES, SWITCHES } from './switches';

/** One key of a control command, for lists and help texts. */
export interface ControlInfo {
  name: string;
  effect: string;
  /** Of a switch: what it is at the start. */
  initial?: unknown;
  /** Of an action: what its value looks like. */
  value?: string;
  /** Of a switch: the open question about Salesforce it is for. */
  unconfirmed?: string;
}

/** Everything `/__control` takes: actions first, then switches. */
export function listControls(): ControlInfo[] {
  return [
    ...Object.entries(ACTIONS).map(([name, { value, effect }]) => ({ name, value, effect })),
    ...SWITCH_NAMES.map((name): ControlInfo => {
      const { initial, effect, unconfirmed } = SWITCHES[name] as Switch<unknown>;
      return { name, initial, effect, ...(unconfirmed ? { unconfirmed: unconfirmed.fact } : {}) };
    }),
  ];
}
