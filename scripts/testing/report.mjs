// Runs steps, goes on after a failure, and sums up at the end.
import { SetupError } from '../setup/errors.mjs';

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const print = (text) => process.stdout.write(`${text}\n`);

export class Report {
  #begin = performance.now();
  #steps = [];
  #notes = [];

  /** Runs a step that shows its own progress. `work` resolves to an exit code, or to `{ code, counts }` of tests. */
  async step(name, work) {
    print(`\n── ${name}`);
    const { code } = await this.#run(name, work);
    return code === 0;
  }

  /** Runs a step beside others: what it has to say (`{ code, output }`) is shown when it is over. */
  async silentStep(name, work) {
    const { code, output, ms } = await this.#run(name, work);
    print(`\n── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${seconds(ms)}`);
    if (output.trim() !== '') print(output.trimEnd());
  }

  async #run(name, work) {
    const begin = performance.now();
    const step = { name, code: 1, counts: null, output: '', ms: 0 };
    this.#steps.push(step);
    try {
      const result = await work();
      Object.assign(step, typeof result === 'object' ? result : { code: result });
    } catch (error) {
      process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
    }
    step.ms = performance.now() - begin;
    return step;
  }

  /** A step that cannot run because an earlier one failed. */
  skip(name, reason) {
    this.#steps.push({ name: `${name} (not run: ${reason})`, code: 1, counts: null, ms: 0 });
  }

  /** Something the summary should say, too: why tests were skipped. */
  note(text) {
    this.#notes.push(text);
  }

  /** Prints the summary, with the sum of all tests as its last line, and returns the exit code for the whole. */
  finish() {
    const width = Math.max(...this.#steps.map(({ name }) => name.length));
    const failed = this.#steps.filter(({ code }) => code !== 0).length;
    const verdict = failed === 0 ? 'Everything passed' : `${failed} of ${this.#steps.length} steps failed`;
    print('\n── summary');
    for (const step of this.#steps) print(summaryLine(step, width));
    for (const note of this.#notes) print(`  note    ${note}`);
    print(`${verdict} in ${seconds(performance.now() - this.#begin)}.`);
    const suites = this.#steps.flatMap(({ counts }) => (counts ? [counts] : []));
    // Named here again, because the end of a long log is often all of it that is kept.
    for (const failure of suites.flatMap(({ failures = [] }) => failures)) print(`  FAILED  ${failure}`);
    if (suites.length > 0) print(countsText(sum(suites)));
    return failed === 0 ? 0 : 1;
  }
}

function summaryLine({ name, code, counts, ms }, width) {
  const tests = counts ? `  ${countsText(counts)}` : '';
  return `  ${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${seconds(ms).padStart(8)}${tests}`;
}

const sum = (suites) =>
  suites.reduce((total, counts) => ({
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  }));

const countsText = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
