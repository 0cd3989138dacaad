import { Button, CloseButton } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { EventPayload } from '../../shared/contract/events';
import { useApi, useAppEvent, useServices } from '../api/services';
import { Note } from '../ui/note';
import { CrashBanner, useUnseenCrash } from './crash-banner';
import classes from './banners.module.css';

/** Things that concern the whole window: no network, a crash, or a database that had to be restarted. */
export function Banners() {
  const api = useApi();
  const services = useServices();
  const { online } = useNetwork();
  const [database, setDatabase] = useState<'fine' | 'restarted' | 'gave-up'>('fine');
  const { crash, dismiss } = useUnseenCrash();
  useAppEvent(
    'database.restarted',
    useCallback(
      ({ gaveUp }: EventPayload<'database.restarted'>) => {
        setDatabase(gaveUp ? 'gave-up' : 'restarted');
        if (!gaveUp) void services.orgs.getState().refresh();
      },
      [services],
    ),
  );

  if (online && database === 'fine' && !crash) return null;
  return (
    <div className={classes.banners}>
      {crash && <CrashBanner crash={crash} onDismiss={dismiss} />}
      {!online && (
        <Note tone="info" title="No network" live>
          Everything collected so far can be reviewed. Testing and collecting need a connection.
        </Note>
      )}
      {database === 'restarted' && (
        <div className={classes.closable}>
          <Note tone="warning" title="The database was restarted" live>
            It stopped unexpectedly and is running again. Stored data is intact; a collection that was running
            stopped and goes on from where it was.
          </Note>
          <CloseButton aria-label="Dismiss" className={classes.close} onClick={() => setDatabase('fine')} />
        </div>
      )}
      {database === 'gave-up' && (
        <Note
          tone="problem"
          title="The database cannot be started"
          live
          actions={
            <Button size="compact-sm" variant="default" onClick={() => void api.app.showLogFile()}>
              Show log file
            </Button>
          }
        >
          It failed several times in a row. Quit Seatwatch and start it again. If that does not help, look
          into the log file.
        </Note>
      )}
    </div>
  );
}
