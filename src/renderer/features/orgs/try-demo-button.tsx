import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { asAppError } from '../../api/client';
import { useServices } from '../../api/services';
import { useFeatureReason } from '../../api/use-policy';
import { SparkIcon } from '../../ui/icons';
import { notifyError } from '../../ui/notify';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';

/** Starts the demo org, begins its first collection and shows it filling up. Absent where it is turned off. */
export function TryDemoButton(props: ButtonProps) {
  const { api, orgs, collect } = useServices();
  const [busy, setBusy] = useState(false);
  const reason = useFeatureReason('demo-org');

  const start = async () => {
    setBusy(true);
    try {
      const demo = await api.orgs.addDemo();
      await orgs.getState().refresh();
      if (demo.state !== 'collecting' && !demo.dataAsOf) {
        // Main may have begun already; then there is nothing left to start.
        await collect
          .getState()
          .start(demo.id)
          .catch(() => undefined);
      }
      navigate(orgRoute(demo.id));
    } catch (error) {
      notifyError('The demo org could not be started', asAppError(error));
      setBusy(false);
    }
  };

  if (reason !== null) return null;
  return (
    <>
      <Button {...props} leftSection={<SparkIcon size={16} />} loading={busy} onClick={() => void start()}>
        Try with demo data
      </Button>
      <span role="status" className="sw-visually-hidden">
        {busy ? 'Starting the demo org' : ''}
      </span>
    </>
  );
}
