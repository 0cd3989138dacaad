import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CrashReport } from '../../shared/model/diagnostics';
import { useApi } from '../api/services';
import { whereWords } from '../features/settings/diagnostics/diagnostics-words';
import { Note } from '../ui/note';
import { settingsRoute } from '../ui/routing/route';
import { navigate } from '../ui/routing/router';
import { Time } from '../ui/time';
import { markCrashSeen, unseenCrash } from './crash-notice';
import classes from './banners.module.css';

/** The crash to tell of, once it is known; what cannot be asked for is not told. */
export function useUnseenCrash(): { crash: CrashReport | undefined; dismiss: () => void } {
  const api = useApi();
  const [crash, setCrash] = useState<CrashReport>();
  useEffect(() => {
    let mounted = true;
    api.system
      .diagnostics()
      .then(({ crashes }) => mounted && setCrash(unseenCrash(crashes, window.localStorage)))
      .catch(() => undefined);
    return () => {
      mounted = false;
    };
  }, [api]);
  return {
    crash,
    dismiss: () => {
      if (crash) markCrashSeen(crash, window.localStorage);
      setCrash(undefined);
    },
  };
}

/** Something stopped unexpectedly earlier: what that means, and where the report is. */
export function CrashBanner({ crash, onDismiss }: { crash: CrashReport; onDismiss: () => void }) {
  return (
    <div className={classes.closable}>
      <Note
        tone="warning"
        title="Seatwatch ran into a fault"
        live
        actions={
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              onDismiss();
              navigate(settingsRoute('diagnostics'));
            }}
          >
            Show the report
          </Button>
        }
      >
        {whereWords(crash)}, <Time iso={crash.at} />. What was stored stays; whatever was not finished is
        taken up again by the next collection. The report stays on this computer.
      </Note>
      <CloseButton aria-label="Dismiss" className={classes.close} onClick={onDismiss} />
    </div>
  );
}
