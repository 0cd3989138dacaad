import { AppError } from '../../shared/model/errors';
import { refusedLately, rememberRefusal } from './descriptions';
import type { StreamReader } from './reader';
import { endsRun, noteNotPermitted } from './refusals';
import type { RunContext } from './run-context';
import type { StreamDefinition } from './streams/definition';

/**
 * Streams whose object Salesforce does not let be queried, but which another request brings
 * (`StreamDefinition.instead`). What was refused is remembered for a week, or until the connection is tested: else
 * runs of few requests would spend them on being refused, and never get any further.
 */
export function createOtherWay(context: RunContext, apiVersion: string) {
  const { client, signal, meter, progress } = context;
  const due = new Set<StreamReader>();
  const refused = (object: string): boolean =>
    refusedLately(context.fields, object, apiVersion, context.clock.now());

  return {
    /** Whether its object was refused before: then asking for it again is a waste. */
    isKnown: ({ object, instead }: StreamDefinition): boolean => instead !== undefined && refused(object),
    /** Whether neither way was open the last time. */
    isClosed: ({ object, instead }: StreamDefinition): boolean =>
      instead !== undefined && refused(object) && refused(instead.object),
    /** To be read this way by `read`; needs no request yet. */
    expect(reader: StreamReader): void {
      due.add(reader);
    },
    /** The same after a refusal, which is remembered. False: there is no other way. */
    async take(reader: StreamReader): Promise<boolean> {
      const { instead, object } = reader.stream;
      if (instead === undefined) return false;
      await rememberRefusal(context, apiVersion, object);
      due.add(reader);
      return true;
    },
    /** Reads all of it, with one charged request. False: not to be read this way. */
    async read(reader: StreamReader): Promise<boolean> {
      const { stream } = reader;
      const { instead } = stream;
      if (instead === undefined || !due.delete(reader)) return false;
      progress.phase('collecting', stream.title);
      try {
        const page = await meter.during(stream, 'rest', () => client.tooling(instead.soql, signal));
        const records = instead.records(page.records);
        if (records === null) throw notUnderstood(stream);
        await reader.accept({ records, totalSize: records.length, next: null });
      } catch (error) {
        // The token is good, as everything else has just shown: what is refused here is this request.
        if (!(error instanceof AppError) || (endsRun(error) && error.kind !== 'credentials')) throw error;
        progress.expect(stream.name, 0);
        meter.failed(stream, error);
        if (error.kind === 'credentials') noteNotPermitted(context, stream, error);
        if (error.kind === 'credentials' || error.kind === 'unexpected')
          await rememberRefusal(context, apiVersion, instead.object);
        else context.failures.push(error);
      }
      return true;
    },
  };
}

function notUnderstood({ title }: StreamDefinition): AppError {
  return new AppError({
    code: 'UNEXPECTED_ANSWER',
    kind: 'unexpected',
    message: `${title}: Salesforce’s answer does not look as it should.`,
    fix: 'Nothing else depends on it. Report it with the log file.',
  });
}
