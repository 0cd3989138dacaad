import type { StoreApi } from 'zustand/vanilla';
import type { OrgSummary } from '../../../shared/model/org';
import { useCollectStore } from '../../api/services';
import { CertificateTag } from '../../ui/certificate-notice';
import { formatCount, formatPercent, NO_VALUE } from '../../ui/format';
import { isPaused } from '../../ui/pause-words';
import { QuotaMeter } from '../../ui/quota-meter';
import { orgRoute } from '../../ui/routing/route';
import { RouteLink } from '../../ui/routing/router';
import { OrgStatus, Tag } from '../../ui/status';
import { RelativeTime, Time } from '../../ui/time';
import type { OrgActionsState } from './org-actions';
import { OrgMenu } from './org-menu';
import classes from './orgs-page.module.css';

export function OrgRow({ org, actions }: { org: OrgSummary; actions: StoreApi<OrgActionsState> }) {
  const { edition, isSandbox } = org.identity;
  return (
    <tr>
      <th scope="row">
        <span className={classes.nameLine}>
          <RouteLink to={orgRoute(org.id)} className={classes.name}>
            {org.name}
          </RouteLink>
          {org.isDemo && <Tag tone="info">Demo data</Tag>}
          {isSandbox && <Tag>Sandbox</Tag>}
          <CertificateTag org={org} />
        </span>
        <span className={classes.host} title={org.url}>
          {edition && <span className={classes.edition}>{edition} · </span>}
          {hostOf(org.url)}
        </span>
      </th>
      <td>
        <State org={org} />
      </td>
      <td>
        {org.lastRun ? (
          <>
            <RelativeTime iso={org.lastRun.endedAt ?? org.lastRun.startedAt} />
            <span className={classes.detail}>{formatCount(org.lastRun.apiCalls.made, 'API call')}</span>
          </>
        ) : (
          'Never'
        )}
      </td>
      <td>{org.quota ? <QuotaMeter quota={org.quota} /> : NO_VALUE}</td>
      <td className={classes.wide}>
        {org.historySince ? (
          <>
            since <Time iso={org.historySince} dateOnly />
          </>
        ) : (
          NO_VALUE
        )}
      </td>
      <td className={classes.menu}>
        <OrgMenu org={org} actions={actions} />
      </td>
    </tr>
  );
}

function State({ org }: { org: OrgSummary }) {
  const progress = useCollectStore((s) => s.progress[org.id]);
  const share =
    progress?.rowsExpected && progress.rowsExpected > 0
      ? (progress.rowsDone / progress.rowsExpected) * 100
      : null;
  return (
    <>
      <OrgStatus org={org} />
      {progress && (
        <span className={classes.detail}>
          {progress.activity}
          {share !== null && `, ${formatPercent(Math.min(100, share))}`}
        </span>
      )}
      {!progress && isPaused(org.state) && org.resumeAt && (
        <span className={classes.detail}>
          goes on <RelativeTime iso={org.resumeAt} />
        </span>
      )}
      {!progress && org.lastRun?.error && <span className={classes.detail}>{org.lastRun.error.message}</span>}
    </>
  );
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
