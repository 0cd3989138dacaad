import { Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Finding } from '../../../shared/model/findings';
import { useApi } from '../../api/services';
import { notify } from '../../ui/notify';
import type { Subject } from './finding-filters';
import { TARGET_WORDS } from './finding-words';
import { ReasonForm } from './reason-form';

interface MuteDialogProps {
  orgId: string;
  /** The finding that led here; null: closed. */
  finding: Finding | null;
  onClose: () => void;
  onDone: () => void;
}

/** Silences findings about a user, an address or an app: of one check, or of all. */
export function MuteDialog({ orgId, finding, onClose, onDone }: MuteDialogProps) {
  return (
    <Modal opened={finding !== null} onClose={onClose} title="Mute" closeOnClickOutside={false}>
      {finding && <Form orgId={orgId} finding={finding} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

/** Whom or what a finding can be muted by. */
export function subjectsOf({ userId, name, username, ip, app }: Finding): Subject[] {
  return [
    ...(userId === null ? [] : [{ kind: 'user' as const, value: userId, label: name ?? username ?? userId }]),
    ...(ip === null ? [] : [{ kind: 'ip' as const, value: ip, label: ip }]),
    ...(app === null ? [] : [{ kind: 'app' as const, value: app, label: app }]),
  ];
}

function Form({ orgId, finding, onClose, onDone }: MuteDialogProps & { finding: Finding }) {
  const api = useApi();
  const subjects = subjectsOf(finding);
  const [kind, setKind] = useState(subjects[0]?.kind ?? 'user');
  const [every, setEvery] = useState(false);
  const subject = subjects.find((one) => one.kind === kind);
  return (
    <ReasonForm
      reason={{ label: 'Reason', placeholder: 'Exit of the company VPN', required: true }}
      until={{ label: 'Mute for', then: 'The findings show again then.' }}
      submitLabel="Mute"
      onClose={onClose}
      onSubmit={async ({ reason, until }) => {
        if (!subject) return;
        const check = every ? null : finding.check;
        await api.security.mute({
          orgId,
          check,
          target: subject.kind,
          value: subject.value,
          reason,
          until,
        });
        notify('success', `${subject.label} is muted`, 'The list “Muted” takes it back.');
        onDone();
      }}
    >
      <Text size="sm">Findings about what is muted are still kept, but not listed, counted, or told of.</Text>
      <Stack gap="md">
        <Radio.Group
          label="Findings about"
          value={kind}
          onChange={(value) => setKind(subjects.find((one) => one.kind === value)?.kind ?? kind)}
        >
          <Stack gap={8} mt={6}>
            {subjects.map((one) => (
              <Radio
                key={one.kind}
                value={one.kind}
                label={`${TARGET_WORDS[one.kind].label}: ${one.label}`}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label="Of"
          value={every ? 'every' : 'this'}
          onChange={(value) => setEvery(value === 'every')}
        >
          <Stack gap={8} mt={6}>
            <Radio value="this" label={`The check “${finding.title}”`} />
            <Radio value="every" label="Every check" />
          </Stack>
        </Radio.Group>
      </Stack>
    </ReasonForm>
  );
}
