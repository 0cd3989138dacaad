import { Button } from '@mantine/core';
import type { OrgCertificates } from '../../../shared/model/certificate';
import type { OrgSummary } from '../../../shared/model/org';
import { useCertificateFiles } from '../../api/use-certificate-files';
import { CertificateActions } from '../../ui/certificate-actions';
import { CertificateFacts } from '../../ui/certificate-facts';
import { Note } from '../../ui/note';
import { Section } from '../../ui/section';
import classes from './certificate-section.module.css';

interface CertificateSectionProps {
  org: OrgSummary;
  certificates: OrgCertificates;
  onReplace: () => void;
}

/** The certificate that Salesforce checks signatures with, and the way to a new one. */
export function CertificateSection({ org, certificates, onReplace }: CertificateSectionProps) {
  const files = useCertificateFiles(org.id);
  const { current, next } = certificates;
  return (
    <Section
      title="Certificate"
      description="Belongs to the private key that Seatwatch signs in with. The key stays in the vault on this computer."
      actions={
        <Button variant="default" onClick={onReplace}>
          {next ? 'Continue the replacement…' : 'Replace certificate…'}
        </Button>
      }
    >
      <div className={classes.section}>
        {next && (
          <Note tone="info" title="Waiting for Salesforce to accept the new certificate">
            Until then Seatwatch signs in with the one below. It goes over to the new one by itself.
          </Note>
        )}
        <CertificateFacts certificate={current} />
        <CertificateActions key={current.fingerprint} files={files} />
      </div>
    </Section>
  );
}
