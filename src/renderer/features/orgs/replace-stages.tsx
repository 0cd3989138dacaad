import { Button, Loader, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { OrgSummary } from '../../../shared/model/org';
import { useCertificateFiles } from '../../api/use-certificate-files';
import { CertificateActions } from '../../ui/certificate-actions';
import { Fingerprint } from '../../ui/certificate-facts';
import { ConnectivityReportView } from '../../ui/connectivity-report';
import { PlugIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { Time } from '../../ui/time';
import { signedIn, type CertificateStore } from './certificate-store';
import classes from './replace-certificate.module.css';

interface StageProps {
  store: CertificateStore;
  onClose: () => void;
}

export function KeyStage({ store, onClose }: StageProps) {
  const { busy, prepare } = useStore(store);
  return (
    <>
      <p>
        The present key stays in use until Salesforce accepts the new certificate, so nothing is interrupted.
      </p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="default"
          loading={busy === 'import'}
          disabled={busy === 'generate'}
          onClick={() => void prepare('import')}
        >
          Import a key…
        </Button>
        <Button
          loading={busy === 'generate'}
          disabled={busy === 'import'}
          onClick={() => void prepare('generate')}
          data-autofocus
        >
          Make a new key
        </Button>
      </div>
    </>
  );
}

export function UploadStage({ store, orgId, onClose }: StageProps & { orgId: string }) {
  const { certificates, go } = useStore(store);
  const { current, next } = certificates;
  const files = useCertificateFiles(orgId, next ? 'next' : 'current');
  const { fingerprint, expiresAt } = next ?? current;
  const [discarding, setDiscarding] = useState(false);
  // Whoever came back from the question stands where they asked it.
  const [kept, setKept] = useState(false);
  const keep = () => {
    setDiscarding(false);
    setKept(true);
  };
  if (discarding) return <Discard store={store} onBack={keep} />;
  return (
    <>
      <p>
        The new certificate is valid until <Time iso={expiresAt} dateOnly />. Fingerprint (SHA-256):
        <br />
        <Fingerprint value={fingerprint} />
      </p>
      <CertificateActions key={fingerprint} files={files} primary />
      <ol className={classes.how}>
        <li>
          In Salesforce, go to Setup &gt; Apps &gt; External Client Apps &gt; External Client App Manager,
          open the Seatwatch app and edit its <b>Settings</b>.
        </li>
        <li>
          Under <b>Flow Enablement</b>, click <b>Upload Files</b> at Enable JWT Bearer Flow, choose the new{' '}
          <b>server.crt</b> in place of the old one, and save.
        </li>
      </ol>
      <div className={classes.buttons}>
        {next && (
          <Button
            variant="subtle"
            className={classes.apart ?? ''}
            autoFocus={kept}
            onClick={() => setDiscarding(true)}
          >
            Discard the new key…
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={() => go('test')}>It is uploaded</Button>
      </div>
    </>
  );
}

function Discard({ store, onBack }: { store: CertificateStore; onBack: () => void }) {
  const { busy, discard } = useStore(store);
  return (
    <>
      <Note tone="warning" title="Discard the new key?" live>
        Seatwatch goes on with the present one. If its certificate was already replaced in Salesforce, upload
        the present server.crt there again; otherwise Seatwatch cannot sign in any more.
      </Note>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack} disabled={busy !== null} autoFocus>
          Keep it
        </Button>
        <Button color="red.8" loading={busy === 'discard'} onClick={() => void discard()}>
          Discard the new key
        </Button>
      </div>
    </>
  );
}

export function TestStage({ store, org, onClose }: StageProps & { org: OrgSummary }) {
  const { busy, report, certificates, test, go } = useStore(store);
  const testing = busy === 'test';
  return (
    <>
      <p>
        Once the new certificate is in Salesforce, the present key is refused there. Seatwatch then signs in
        with the new one and goes over to it by itself.
      </p>
      {testing && (
        <Text size="sm" role="status" className={classes.busy}>
          <Loader size="xs" aria-hidden="true" /> Asking Salesforce…
        </Text>
      )}
      {report && signedIn(report) && certificates.next && (
        <Note tone="info" title="Waiting for Salesforce to accept the new certificate" live>
          Signing in still works with the present one. Uploads can take 10 minutes to reach every Salesforce
          server. You can close this: the next test or collection tries again.
        </Note>
      )}
      {report && !report.connected && (
        <ConnectivityReportView
          report={report}
          fresh
          onSubStep={(step) => {
            onClose();
            navigate(orgRoute(org.id, 'setup', { step }));
          }}
        />
      )}
      <div className={classes.buttons}>
        <Button
          variant="subtle"
          className={classes.apart ?? ''}
          disabled={testing}
          onClick={() => go('upload')}
        >
          Back
        </Button>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button leftSection={<PlugIcon size={16} />} loading={testing} onClick={() => void test()}>
          {report ? 'Test again' : 'Test Connectivity'}
        </Button>
      </div>
    </>
  );
}

export function DoneStage({ store, onClose }: StageProps) {
  const { certificates, report } = useStore(store);
  return (
    <>
      <Note tone="success" title="Salesforce accepts the new certificate" live>
        Seatwatch signs in with the new key from now on; the old one was deleted from the vault. The
        certificate is valid until <Time iso={certificates.current.expiresAt} dateOnly />.
        {report && !report.connected && ' The test found something else, though: see Connectivity.'}
      </Note>
      <div className={classes.buttons}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </>
  );
}
