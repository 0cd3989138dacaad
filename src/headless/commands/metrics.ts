import writeFileAtomic from 'write-file-atomic';
import { createMetrics, type MetricsFormat } from '../../core/diagnostics/metrics';
import { cannotWrite } from '../../core/export/file-sink';
import { oneOf, type Register, valueOption } from '../command';
import { filePath } from '../context';
import { notEmpty } from '../values';

interface MetricsOptions {
  format: MetricsFormat;
  out?: string;
}

/** Another account reads it (node_exporter's); it names orgs, and nobody. */
const FOR_EVERYBODY = 0o644;

export const registerMetrics: Register = (program, run) => {
  const command = program
    .command('metrics')
    .description('prints figures for monitoring once, as the metrics endpoint of the window serves them')
    .addOption(
      valueOption(
        '--format <format>',
        'openmetrics, or prometheus for the text-file collector of node_exporter',
        oneOf(['openmetrics', 'prometheus']),
      ).default('openmetrics'),
    )
    .option('--out <file>', 'write to FILE, complete or not at all, readable by everybody', notEmpty);

  run<MetricsOptions>(command, async (context, { format, out }) => {
    const text = await context.withServices('read', 'metrics', (services) => {
      const { system } = context.deps;
      const now = () => context.deps.now();
      return createMetrics({ patient: services, system, now }).text(format);
    });
    if (out === undefined) {
      // The text is the answer, also where somebody asked for JSON.
      if (context.json) await context.printJson({ format, text });
      else await context.print(text);
      return undefined;
    }
    const file = filePath(out);
    await writeFileAtomic(file, text, { mode: FOR_EVERYBODY }).catch((error: unknown) => {
      throw cannotWrite(file, error);
    });
    if (context.json) await context.printJson({ file, format });
    else await context.notice(`Metrics written to ${file}.`);
    return undefined;
  });
};
