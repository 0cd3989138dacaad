import { SEVERITIES, type Severity, type SeverityCounts } from '../../shared/model/checks';
import { formatNumber } from './format';
import classes from './severity.module.css';

export const SEVERITY_WORDS: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

/** How bad a finding is, in words on a tint. */
export function SeverityTag({ severity }: { severity: Severity }) {
  return (
    <span className={classes.tag} data-severity={severity}>
      {SEVERITY_WORDS[severity]}
    </span>
  );
}

/** A dot of the severity's color. Say the severity in words nearby. */
export function SeverityDot({ severity }: { severity: Severity }) {
  return <span className={classes.dot} data-severity={severity} aria-hidden="true" />;
}

/** "3 critical, 12 high"; only what there is, worst first. '' for nothing. */
export function severityCountWords(counts: SeverityCounts): string {
  return SEVERITIES.filter((severity) => counts[severity] > 0)
    .map((severity) => `${formatNumber(counts[severity])} ${SEVERITY_WORDS[severity].toLowerCase()}`)
    .join(', ');
}

export function countAll(counts: SeverityCounts): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

/** The numbers by severity in a row, worst first; those of which there are none are left out. */
export function SeverityNumbers({ counts, none = 'None' }: { counts: SeverityCounts; none?: string }) {
  const words = severityCountWords(counts);
  if (words === '') return <span className={classes.none}>{none}</span>;
  return (
    <span className={classes.numbers} title={words}>
      <span className="sw-visually-hidden">{words}</span>
      {SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => (
        <span key={severity} className={classes.tag} data-severity={severity} aria-hidden="true">
          {formatNumber(counts[severity])}
        </span>
      ))}
    </span>
  );
}
