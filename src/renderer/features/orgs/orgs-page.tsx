import { Button, Card } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../../shared/model/org';
import { useFeatureStore } from '../../api/services';
import { formatCount } from '../../ui/format';
import { PlusIcon } from '../../ui/icons';
import { Page } from '../../ui/page';
import { navigate } from '../../ui/routing/router';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { createOrgActionsStore } from './org-actions';
import { OrgDialogs } from './org-dialogs';
import { OrgRow } from './org-row';
import { TryDemoButton } from './try-demo-button';
import classes from './orgs-page.module.css';

/** From this many orgs on a search field helps. */
const SEARCH_FROM = 8;

/** All connected orgs. */
export function OrgsPage({ orgs }: { orgs: readonly OrgSummary[] }) {
  const actions = useFeatureStore(createOrgActionsStore);
  const [search, setSearch] = useState('');
  const needle = search.trim().toLowerCase();
  const shown = orgs.filter((org) => `${org.name} ${org.url}`.toLowerCase().includes(needle));

  return (
    <Page
      title="Orgs"
      description={`${formatCount(orgs.length, 'org')} connected`}
      actions={
        <>
          {orgs.length >= SEARCH_FROM && (
            <SearchBox label="Search orgs" value={search} onChange={setSearch} width={220} />
          )}
          {!orgs.some((org) => org.isDemo) && <TryDemoButton variant="default" />}
          <Button leftSection={<PlusIcon size={16} />} onClick={() => navigate({ name: 'add-org' })}>
            Connect an org
          </Button>
        </>
      }
    >
      <Card padding={0} className={classes.card}>
        {shown.length === 0 ? (
          <EmptyState title="No org matches">Nothing contains “{search.trim()}”.</EmptyState>
        ) : (
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Org</th>
                <th scope="col">State</th>
                <th scope="col">Last collection</th>
                <th scope="col">API quota</th>
                <th scope="col" className={classes.wide}>
                  History
                </th>
                <th scope="col">
                  <span className="sw-visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((org) => (
                <OrgRow key={org.id} org={org} actions={actions} />
              ))}
            </tbody>
          </table>
        )}
      </Card>
      <OrgDialogs actions={actions} />
    </Page>
  );
}
