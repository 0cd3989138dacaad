import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoOrg } from '../../../src/demo-org/index';
import { measuresFolder } from './environment';

interface Measure {
  purpose: string;
  /** Calls the org charged. */
  calls: number;
  /** Wall time in milliseconds. */
  ms: number;
}

/** What one client did, for the summary at the end of the run (scripts/testing/clients.mjs prints it). */
export class Measures {
  readonly #rows: Measure[] = [];

  constructor(
    readonly client: string,
    readonly org: DemoOrg,
  ) {}

  /** Does the work, notes how long it took, and returns its result and the calls the org charged meanwhile. */
  async of<T>(purpose: string, work: () => Promise<T>): Promise<{ result: T; calls: number }> {
    const before = this.org.stats().counted;
    const begin = performance.now();
    const result = await work();
    const calls = this.org.stats().counted - before;
    this.#rows.push({ purpose, calls, ms: performance.now() - begin });
    return { result, calls };
  }

  save(): void {
    saveMeasures(this.client, { rows: this.#rows });
  }
}

/** A client that cannot run here says why in the summary: it must not look as if it had passed. */
export function saveSkipped(client: string, reason: string): void {
  saveMeasures(client, { rows: [], skipped: reason });
}

function saveMeasures(client: string, content: { rows: Measure[]; skipped?: string }): void {
  mkdirSync(measuresFolder(), { recursive: true });
  const file = path.join(measuresFolder(), `${client.replaceAll(/[^\w.-]+/g, '-')}.json`);
  writeFileSync(file, JSON.stringify({ client, ...content }));
}
