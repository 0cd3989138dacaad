import type { FindingDetail, FindingsPage, FindingsQuery } from '../../../shared/model/findings';
import type { Connection } from '../../connection';

export function findings(db: Connection, query: FindingsQuery, now: number): FindingsPage {
  throw new Error(`not built yet ${db.file} ${query.orgId} ${now}`);
}

export function finding(db: Connection, orgId: string, id: number, now: number): FindingDetail | null {
  throw new Error(`not built yet ${db.file} ${orgId} ${id} ${now}`);
}
