import { Button, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { useLastingStore } from '../../../api/services';
import { Note } from '../../../ui/note';
import { Section } from '../../../ui/section';
import { Time } from '../../../ui/time';
import { TaskError } from '../task-error';
import { taskOf } from '../task-store';
import classes from '../settings.module.css';

export const createIntegrityStore = taskOf((api, _: void) => api.data.checkIntegrity());

/** So many lines say enough; the others repeat them. */
const SHOWN = 8;

/** Whether the database can be read from end to end, and what to do when it cannot. */
export function IntegritySection() {
  const { running, result, error, run } = useStore(useLastingStore(createIntegrityStore));
  return (
    <Section
      title="Integrity"
      description="Reads the whole database and reports any damage."
      actions={
        <Button variant="default" loading={running !== null} onClick={() => void run()}>
          Check integrity
        </Button>
      }
    >
      {running || result || error ? (
        <div className={classes.storage}>
          {running && (
            <Note live title="Checking the database">
              This takes a few seconds per gigabyte. Pages may answer late meanwhile.
            </Note>
          )}
          <TaskError error={error} />
          {result?.problems.length === 0 && (
            <Note tone="success" title="The database is sound" live>
              Checked <Time iso={result.checkedAt} />.
            </Note>
          )}
          {result && result.problems.length > 0 && (
            <Note tone="problem" title="The database is damaged" live>
              <p className={classes.first}>What to do, in this order:</p>
              <ol className={classes.plain}>
                <li>
                  Answer the question that Seatwatch asks in a dialog of its own: it can restore the newest
                  backup, or salvage what can be read. What is replaced is set aside, nothing is deleted.
                </li>
                <li>
                  Seatwatch starts again. Check the integrity once more, then collect all orgs: Salesforce
                  keeps logins for six months, so the gap closes.
                </li>
                <li>Have the disk checked: databases are rarely damaged by anything else.</li>
              </ol>
              <Text size="xs" mt="sm" component="div">
                {result.problems.slice(0, SHOWN).map((problem) => (
                  <div key={problem} className={classes.path}>
                    {problem}
                  </div>
                ))}
                {result.problems.length > SHOWN && <div>… and {result.problems.length - SHOWN} more</div>}
              </Text>
            </Note>
          )}
        </div>
      ) : undefined}
    </Section>
  );
}
