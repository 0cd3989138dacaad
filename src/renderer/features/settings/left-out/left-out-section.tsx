import { Button, Code, Text, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { LeftOutPerson } from '../../../../shared/model/backups';
import { useFeatureStore } from '../../../api/services';
import { Note } from '../../../ui/note';
import { Section } from '../../../ui/section';
import { ErrorState, LoadingState } from '../../../ui/states';
import { Time } from '../../../ui/time';
import { LeftOutDialog } from './left-out-dialog';
import { createLeftOutStore } from './left-out-store';
import { referenceOf, userIdProblem } from './left-out-words';
import table from '../../../ui/data-table.module.css';
import classes from '../settings.module.css';

/** People who were forgotten and are left out of later collections, and collecting one of them again. */
export function LeftOutSection() {
  const store = useFeatureStore(createLeftOutStore);
  const { list, userId, done, load, setUserId, ask } = useStore(store);
  useEffect(() => void load(), [load]);
  const isSearching = userId.trim() !== '' && userIdProblem(userId) === null;
  const isEmpty = list.data?.length === 0 && userId === '';
  return (
    <>
      <Section
        title="Left out of collections"
        description="People who were forgotten and whom later collections leave out. Nothing is kept of them but a reference made from the user id, from which nobody can tell who it is."
      >
        <div className={classes.storage}>
          {done && (
            <Note tone="success" live title="This person is left out no longer">
              The next collection of {done.orgName} stores them again.
            </Note>
          )}
          {list.error && !list.data && (
            <ErrorState
              error={list.error}
              title="Who is left out could not be found out"
              onRetry={() => void load()}
            />
          )}
          {!list.data && !list.error && <LoadingState shape="spinner" label="Loading who is left out" />}
          {isEmpty && (
            <Text size="sm" c="dimmed">
              Nobody is left out.
            </Text>
          )}
          {list.data && !isEmpty && (
            <>
              <TextInput
                label="Whose reference is it?"
                description="Enter a person’s Salesforce user id to find their entry. The id is not stored."
                placeholder="005…"
                value={userId}
                error={userIdProblem(userId)}
                onChange={(event) => void setUserId(event.currentTarget.value)}
                maxLength={40}
              />
              {list.data.length === 0 && isSearching ? (
                <Text size="sm" c="dimmed" role="status">
                  Nobody with this id is left out.
                </Text>
              ) : (
                <LeftOutTable people={list.data} onAsk={ask} />
              )}
            </>
          )}
        </div>
      </Section>
      <LeftOutDialog store={store} />
    </>
  );
}

function LeftOutTable({
  people,
  onAsk,
}: {
  people: readonly LeftOutPerson[];
  onAsk: (person: LeftOutPerson) => void;
}) {
  return (
    <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="People, scrollable">
      <table className={`${table.table ?? ''} ${classes.backups ?? ''}`} aria-label="People who are left out">
        <thead>
          <tr>
            <th scope="col">Reference</th>
            <th scope="col">Org</th>
            <th scope="col">Left out since</th>
            <th scope="col">
              <span className="sw-visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={`${person.orgId} ${person.digest}`}>
              <th scope="row">
                <Code>{referenceOf(person)}</Code>
              </th>
              <td>{person.orgName}</td>
              <td>
                <Time iso={person.since} dateOnly />
              </td>
              <td className={classes.actionsCell} data-align="right">
                <Button
                  variant="default"
                  size="xs"
                  aria-label={`Collect again… ${referenceOf(person)} of ${person.orgName}`}
                  onClick={() => onAsk(person)}
                >
                  Collect again…
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
