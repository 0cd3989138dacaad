import type { SecurityDatabase } from '../../../core/ports-security';
import type { Connection } from '../../connection';

export function createEvaluation(db: Connection): Pick<SecurityDatabase, 'evaluateChecks' | 'previewCheck'> {
  return {
    evaluateChecks: () => Promise.reject(new Error(`not built yet ${db.file}`)),
    previewCheck: () => Promise.reject(new Error(`not built yet ${db.file}`)),
  };
}
