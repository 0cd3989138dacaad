import { Anchor, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckStatus, ConnectivityCheck, ConnectivityReport } from '../../shared/model/connectivity';
import type { SubStepId } from '../../shared/model/setup';
import { formatCount } from './format';
import { ErrorIcon, PassIcon, UnknownIcon, WarningIcon } from './icons';
import { CHECK_TITLES, SUB_STEP_TITLES } from './setup-words';
import { RelativeTime } from './time';
import classes from './connectivity-report.module.css';

const LOOK: Record<CheckStatus, { icon: ReactNode; word: string }> = {
  pass: { icon: <PassIcon size={20} />, word: 'Passed' },
  warn: { icon: <WarningIcon size={20} />, word: 'Warning' },
  fail: { icon: <ErrorIcon size={20} />, word: 'Failed' },
  unknown: { icon: <UnknownIcon size={20} />, word: 'Not checked' },
};

interface ReportProps {
  report: ConnectivityReport;
  /** Leads to the sub-step that cures a failed check. */
  onSubStep: (id: SubStepId) => void;
  /** True right after a test: the result is announced. */
  fresh?: boolean;
}

/** "Connected!" or not, and every check with what to do about it. */
export function ConnectivityReportView({ report, onSubStep, fresh = false }: ReportProps) {
  const failed = report.checks.filter((check) => check.status === 'fail').length;
  const warned = report.checks.filter((check) => check.status === 'warn').length;
  // Without a connection most checks cannot be made; one line says so.
  const skipped = report.connected ? [] : report.checks.filter((check) => check.status === 'unknown');
  const shown = report.checks.filter((check) => !skipped.includes(check));
  const tone = !report.connected ? 'bad' : failed > 0 || warned > 0 ? 'warn' : 'ok';
  return (
    <div className={classes.report}>
      <div className={classes.result} data-tone={tone} {...(fresh ? { role: 'status' } : {})}>
        {report.connected ? <PassIcon size={34} /> : <ErrorIcon size={34} />}
        <div>
          <div className={classes.headline}>{report.connected ? 'Connected!' : 'Not connected'}</div>
          <Text size="sm">{summarize(report.connected, failed, warned)}</Text>
        </div>
        <Text size="sm" className={classes.meta}>
          <RelativeTime iso={report.at} /> · {formatCount(report.callsMade, 'API call')}
        </Text>
      </div>
      <ul className={classes.checks} aria-label="Checks">
        {shown.map((check) => (
          <Check key={check.id} check={check} onSubStep={onSubStep} />
        ))}
        {skipped.length > 0 && (
          <li className={classes.check} data-status="warn">
            <span className={classes.skipped}>{LOOK.unknown.icon}</span>
            <div className={classes.words}>
              <div className={classes.title}>Not checked yet</div>
              <div className={classes.summary}>
                {skipped.map((check) => CHECK_TITLES[check.id]).join(', ')}
              </div>
            </div>
          </li>
        )}
      </ul>
    </div>
  );
}

function Check({ check, onSubStep }: { check: ConnectivityCheck; onSubStep: (id: SubStepId) => void }) {
  const { icon, word } = LOOK[check.status];
  const { subStep } = check;
  return (
    <li className={classes.check} data-status={check.status}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.words}>
        <div className={classes.title}>
          {CHECK_TITLES[check.id]}
          <span className="sw-visually-hidden">: {word}</span>
        </div>
        <div className={classes.summary}>{check.summary}</div>
        {check.status !== 'pass' && check.fix && <div className={classes.fix}>{check.fix}</div>}
        {(check.status === 'fail' || check.status === 'warn') && (subStep || check.code) && (
          <div className={classes.links}>
            {subStep && (
              <Anchor component="button" type="button" size="sm" onClick={() => onSubStep(subStep)}>
                Go to “{SUB_STEP_TITLES[subStep]}”
              </Anchor>
            )}
            {check.code && <Code>{check.code}</Code>}
          </div>
        )}
      </div>
    </li>
  );
}

function summarize(connected: boolean, failed: number, warned: number): string {
  if (!connected) return 'Salesforce did not let Seatwatch in. The first failed check says why.';
  if (failed > 0)
    return `Salesforce let Seatwatch in, but ${formatCount(failed, 'check')} failed: some data would be missing.`;
  if (warned > 0) return `Everything needed works. ${formatCount(warned, 'remark')} below.`;
  return 'Everything works as it should.';
}
