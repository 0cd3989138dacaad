import { Anchor, Button, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { RowChange } from '../../../shared/model/changes';
import { CHANGE_KIND_WORDS, fieldWords } from '../../ui/change-words';
import { orgRoute, toHash } from '../../ui/routing/route';
import { Facts } from '../../ui/section';
import { Tag } from '../../ui/status';
import { SideDrawer } from '../../ui/table-drawer';
import { Time, useZone } from '../../ui/time';
import type { ChangesStore } from './changes-store';
import table from '../../ui/data-table.module.css';
import classes from './changes.module.css';

/** One change with every field before and after, and the ways on: the user, the collection, the person's history. */
export function ChangeDrawer({ store, orgId }: { store: ChangesStore; orgId: string }) {
  const change = useStore(store, (s) => s.opened);
  const { close, setFilters } = store.getState();
  return (
    <SideDrawer opened={change !== null} onClose={close} size={520} title={change?.label}>
      {change && (
        <Detail
          change={change}
          orgId={orgId}
          onPerson={(person) => {
            close();
            setFilters({ person });
          }}
        />
      )}
    </SideDrawer>
  );
}

interface DetailProps {
  change: RowChange;
  orgId: string;
  onPerson: (person: { id: string; name: string }) => void;
}

function Detail({ change, orgId, onPerson }: DetailProps) {
  const zone = useZone();
  const { kind, fields, userId, userName, runId, at } = change;
  const words = CHANGE_KIND_WORDS[kind];
  const person = userId === null ? null : { id: userId, name: userName ?? change.label };
  return (
    <div className={classes.detail}>
      <div>
        <Tag tone={words.tone}>{words.label}</Tag>
      </div>
      <Text size="sm" c="dimmed">
        Seen by the collection of <Time iso={at} />: it happened between that one and the one before.
      </Text>
      {fields.length > 0 && (
        <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Fields, scrollable">
          <table className={table.table} aria-label="Changed fields">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => {
                const { label, before, after } = fieldWords(field, zone);
                return (
                  <tr key={field.field}>
                    <th scope="row">{label}</th>
                    <td className={classes.value}>{before}</td>
                    <td className={classes.value}>{after}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Facts
        facts={[
          { name: 'Data', value: change.streamTitle },
          {
            name: 'User',
            value: person ? (
              <Anchor href={toHash(orgRoute(orgId, 'users', { user: person.id }))} size="sm">
                {person.name}
              </Anchor>
            ) : (
              'None'
            ),
          },
          {
            name: 'Collection',
            value: (
              <Anchor href={toHash(orgRoute(orgId, 'details', { run: String(runId) }))} size="sm">
                No. {runId}
              </Anchor>
            ),
          },
          { name: 'Salesforce ID', value: change.rowId },
        ]}
      />
      {person && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => onPerson(person)}>
            Only changes of {person.name}
          </Button>
        </div>
      )}
    </div>
  );
}
