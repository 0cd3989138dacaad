import { Button } from '@mantine/core';
import { useState } from 'react';
import { toErrorShape } from '../../../shared/model/errors';
import { usePastReason } from '../../ui/look-back';
import { notify, notifyError } from '../../ui/notify';
import { ReasonButton } from '../../ui/reason-button';
import type { LicensesStore } from './licenses-store';

/** What can be done with a definition that is being tried. */
export function KeepOrDrop({ store, orgId }: { store: LicensesStore; orgId: string }) {
  const past = usePastReason(orgId, 'The definition is changed with');
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    try {
      await store.getState().saveRule();
      notify('success', 'Saved as this org’s definition of idle');
    } catch (error) {
      notifyError('The definition was not saved', toErrorShape(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <ReasonButton reason={past} size="compact-sm" loading={saving} onClick={() => void save()}>
        Save as this org’s definition
      </ReasonButton>
      <Button size="compact-sm" variant="default" onClick={() => store.getState().resetRule()}>
        Back to the org’s own
      </Button>
    </>
  );
}
