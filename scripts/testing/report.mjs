// Runs steps one after the other, goes on after a failure, and sums up at the end.

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

export class Report {
  #begin = performance.now();
  #steps = [];

  /** Runs a step. `work` resolves to an exit code, or to `{ code, counts }` when it ran tests. */
  async step(name, work) {
    process.stdout.write(`\n── ${name}\n`);
    const begin = performance.now();
    const step = { name, code: 1, counts: null, ms: 0 };
    try {
      const result = await work();
      Object.assign(step, typeof result === 'object' ? result : { code: result });
    } catch (error) {
      process.stderr.write(`${error.name === 'SetupError' ? error.message : error.stack}\n`);
    }
    step.ms = performance.now() - begin;
    this.#steps.push(step);
    return step.code === 0;
  }

  /** A step that cannot run because an earlier one failed. */
  skip(name, reason) {
    this.#steps.push({ name: `${name} (not run: ${reason})`, code: 1, counts: null, ms: 0 });
  }

  /** Prints the summary and returns the exit code for the whole. */
  finish() {
    const width = Math.max(...this.#steps.map(({ name }) => name.length));
    const lines = this.#steps.map(
      ({ name, code, counts, ms }) =>
        `  ${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${seconds(ms).padStart(8)}` +
        (counts ? `  ${countsText(counts)}` : ''),
    );
    const failed = this.#steps.filter(({ code }) => code !== 0).length;
    const verdict = failed === 0 ? 'Everything passed' : `${failed} of ${this.#steps.length} steps failed`;
    process.stdout.write(`\n── summary\n${lines.join('\n')}\n${verdict} in ${seconds(performance.now() - this.#begin)}.\n`);
    const suites = this.#steps.flatMap(({ counts }) => (counts ? [counts] : []));
    if (suites.length > 0) process.stdout.write(`${countsText(sum(suites))}\n`);
    return failed === 0 ? 0 : 1;
  }
}

const sum = (suites) =>
  suites.reduce((total, counts) => ({
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  }));

const countsText = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
