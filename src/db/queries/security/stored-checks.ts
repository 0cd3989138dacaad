import { withDefaults } from '../../../checks/parameters';
import { CHECKS } from '../../../checks/registry';
import type { Check } from '../../../checks/define';
import { ParameterValues } from '../../../shared/model/checks';
import type { Connection } from '../../connection';
import { fromJson } from '../json-column';

/** A check as an org has set it. */
export interface OrgCheck {
  check: Check;
  enabled: boolean;
  /** Every parameter, defaults included. */
  values: ParameterValues;
  changedBy: string | null;
  changedAt: number | null;
}

interface Row {
  id: string;
  enabled: number;
  parameters: string | null;
  changedBy: string;
  changedAt: number;
}

const SETTINGS = `
  SELECT check_id AS id, enabled, parameters, changed_by AS changedBy, changed_at AS changedAt
  FROM check_setting WHERE org_id = @org`;

/** Every check there is, in the order of titles. What another version stored and this one lacks is left out. */
export function orgChecks(db: Connection, org: number): OrgCheck[] {
  const settings = new Map(db.all<Row>(SETTINGS, { org }).map((row) => [row.id, row]));
  return CHECKS.map((check) => {
    const setting = settings.get(check.info.id);
    const stored = fromJson(ParameterValues, setting?.parameters ?? null) ?? {};
    return {
      check,
      enabled: setting?.enabled !== 0,
      values: withDefaults(check.info.parameters, stored),
      changedBy: setting?.changedBy ?? null,
      changedAt: setting?.changedAt ?? null,
    };
  });
}
