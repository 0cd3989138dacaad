import { Button, Menu, Text } from '@mantine/core';
import { useState } from 'react';
import type { Certificate } from '../../../shared/model/certificate';
import type { OrgSummary } from '../../../shared/model/org';
import type { SetupProgress } from '../../../shared/model/setup';
import { useCertificateFiles } from '../../api/use-certificate-files';
import { CertificateActions } from '../../ui/certificate-actions';
import { CertificateFacts } from '../../ui/certificate-facts';
import { ChevronDownIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import type { KeySource, SetupState } from './setup-store';
import classes from './certificate-panel.module.css';

interface CertificatePanelProps {
  org: OrgSummary | null;
  progress: SetupProgress;
  state: SetupState;
}

/** What the sub-step “Make the key and save server.crt” does: makes or imports, then hands the certificate out. */
export function CertificatePanel({ org, progress, state }: CertificatePanelProps) {
  const certificate = progress.draftCertificate;
  const [atFirst] = useState(certificate?.fingerprint);
  if (org) return <SavedCertificate org={org} />;
  const { preparing, keyError, prepareKey } = state;
  return (
    <div className={classes.panel} role="group" aria-label="Key and certificate">
      {certificate === null ? (
        <div className={classes.buttons}>
          <Button
            loading={preparing === 'generate'}
            disabled={preparing === 'import'}
            onClick={() => void prepareKey('generate')}
          >
            Make a key and certificate
          </Button>
          <Button
            variant="default"
            loading={preparing === 'import'}
            disabled={preparing === 'generate'}
            onClick={() => void prepareKey('import')}
          >
            Import a key…
          </Button>
        </div>
      ) : (
        <DraftCertificate
          certificate={certificate}
          // The button that made it is gone.
          fresh={certificate.fingerprint !== atFirst}
          preparing={preparing}
          onPrepare={(source) => void prepareKey(source)}
        />
      )}
      {keyError && (
        <Note tone="problem" title={keyError.message} live>
          {keyError.fix}
        </Note>
      )}
    </div>
  );
}

interface DraftCertificateProps {
  certificate: Certificate;
  fresh: boolean;
  preparing: KeySource | null;
  onPrepare: (source: KeySource) => void;
}

function DraftCertificate({ certificate, fresh, preparing, onPrepare }: DraftCertificateProps) {
  const files = useCertificateFiles(null);
  return (
    <>
      <CertificateFacts certificate={certificate} />
      <CertificateActions key={certificate.fingerprint} files={files} primary autoFocus={fresh}>
        <Menu position="bottom-start" width={290} shadow="md">
          <Menu.Target>
            <Button
              variant="subtle"
              rightSection={<ChevronDownIcon size={16} />}
              loading={preparing !== null}
            >
              Replace
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onPrepare('generate')}>Make another key</Menu.Item>
            <Menu.Item onClick={() => onPrepare('import')}>Import a key…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </CertificateActions>
      <Text size="sm" c="dimmed">
        Another key makes this certificate useless: the app in Salesforce then needs the new one.
      </Text>
    </>
  );
}

function SavedCertificate({ org }: { org: OrgSummary }) {
  const files = useCertificateFiles(org.id);
  const { certificates } = org;
  if (!certificates) return null;
  return (
    <div className={classes.panel} role="group" aria-label="Key and certificate">
      <CertificateFacts certificate={certificates.current} />
      <CertificateActions key={certificates.current.fingerprint} files={files}>
        <Button
          variant="subtle"
          onClick={() => navigate(orgRoute(org.id, 'details', { dialog: 'certificate' }))}
        >
          {certificates.next ? 'Continue the replacement…' : 'Replace certificate…'}
        </Button>
      </CertificateActions>
    </div>
  );
}
