import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AddressList } from '../../../shared/model/addresses';
import { useLoad } from '../../api/use-load';
import { PlusIcon, ShieldIcon } from '../../ui/icons';
import type { OrgPageProps } from '../../ui/org-page-props';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { Tag } from '../../ui/status';
import { SideDrawer } from '../../ui/table-drawer';
import { PURPOSE_WORDS } from './address-words';
import { ListForm } from './list-form';
import { ListsTable } from './lists-table';
import { RemoveList } from './remove-list';
import classes from './addresses.module.css';

type Edited = AddressList | 'new' | null;

/** Offices, VPNs, carriers and denied networks: what every check knows about addresses. */
export function AddressesPage({ org }: OrgPageProps) {
  const { data, error, reload } = useLoad(org.id, (api) => api.security.addressLists({ orgId: org.id }));
  const [edited, setEdited] = useState<Edited>(null);
  const [removed, setRemoved] = useState<AddressList | null>(null);
  const add = (
    <Button leftSection={<PlusIcon size={16} />} onClick={() => setEdited('new')}>
      Add list
    </Button>
  );
  return (
    <Page
      title="Known addresses"
      description="Whose networks people sign in from. Every check knows these lists, for all sign-ins that are stored."
      actions={data && data.length > 0 ? add : undefined}
    >
      <div className={classes.page}>
        {error && !data ? (
          <ErrorState error={error} title="The lists could not be loaded" onRetry={reload} />
        ) : !data ? (
          <LoadingState shape="table" label="Loading the lists" />
        ) : data.length === 0 ? (
          <EmptyState icon={<ShieldIcon size={24} />} title="No addresses are known yet" actions={add}>
            Add the networks of your offices and VPNs, and those from which nobody should sign in. Fewer
            findings are then about nothing, and those that remain say more.
          </EmptyState>
        ) : (
          <ListsTable lists={data} onEdit={setEdited} onRemove={setRemoved} />
        )}
        {data && <Purposes />}
      </div>
      <SideDrawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        size={620}
        title={edited === 'new' ? 'New list of addresses' : (edited?.name ?? '')}
      >
        {edited !== null && (
          <ListForm
            key={edited === 'new' ? 'new' : edited.id}
            orgId={org.id}
            orgName={org.name}
            list={edited === 'new' ? null : edited}
            onDone={() => {
              setEdited(null);
              reload();
            }}
            onCancel={() => setEdited(null)}
          />
        )}
      </SideDrawer>
      <RemoveList
        orgId={org.id}
        list={removed}
        onClose={() => setRemoved(null)}
        onRemoved={() => {
          setRemoved(null);
          reload();
        }}
      />
    </Page>
  );
}

function Purposes() {
  return (
    <Section title="What checks do with them">
      <dl className={classes.purposes}>
        {Object.entries(PURPOSE_WORDS).map(([purpose, { label, tone, does }]) => (
          <div key={purpose}>
            <dt>
              <Tag tone={tone}>{label}</Tag>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.also}>
        The ranges that the org itself trusts (Setup, Network Access) are read with every collection and need
        no list.
      </p>
    </Section>
  );
}
