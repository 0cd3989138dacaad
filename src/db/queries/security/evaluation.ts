import type { SecurityDatabase } from '../../../core/ports-security';
import { AppError } from '../../../shared/model/errors';
import type { Connection } from '../../connection';
import { classify } from '../../errors';
import { type Slices, Task, unhurried } from '../../slices';
import { evaluate } from './evaluate';
import { preview } from './preview';

/** Evaluations one after the other, between questions of others; of previews only the newest goes on. */
export function createEvaluation(db: Connection): Pick<SecurityDatabase, 'evaluateChecks' | 'previewCheck'> {
  let running: Promise<unknown> = Promise.resolve();
  let newestPreview = 0;

  async function toItsEnd<T>(slices: Slices<T>, goesOn: () => boolean, canceled: () => AppError): Promise<T> {
    const task = new Task(slices);
    try {
      if (await unhurried(task, () => db.sqlite.open && goesOn())) return task.now();
    } catch (error) {
      throw classify(error, db.file);
    }
    throw canceled();
  }

  return {
    evaluateChecks(orgId, now, allHistory = false) {
      const mine = running.then(() => toItsEnd(evaluate(db, orgId, now, allHistory), () => true, closed));
      running = mine.catch(() => undefined);
      return mine;
    },
    previewCheck(orgId, check, values) {
      const number = (newestPreview += 1);
      return toItsEnd(preview(db, orgId, check, values), () => number === newestPreview, superseded);
    },
  };
}

const closed = (): AppError =>
  new AppError({
    code: 'EVALUATION_BROKE_OFF',
    kind: 'canceled',
    message: 'The checks were not evaluated to the end: Seatwatch is closing.',
    fix: 'They will be, after the next collection.',
  });

const superseded = (): AppError =>
  new AppError({
    code: 'PREVIEW_SUPERSEDED',
    kind: 'canceled',
    message: 'A newer preview was asked for.',
    fix: '',
  });
