import type { Care } from '../../../core/care/care';
import type { Database } from '../../../core/ports';
import type { AllHandlers } from '../routes';

export function dataHandlers({ care, db }: { care: Care; db: Database }): AllHandlers['data'] {
  return {
    storage: () => db.storage(),
    previewPurge: ({ orgId, keepLoginsDays }) => care.preview(orgId, keepLoginsDays),
    compact: async () => ({ freedBytes: await care.compact() }),
  };
}
