import { Button } from '@mantine/core';
import type { OrgSummary } from '../../shared/model/org';
import { certificateNotice } from './certificate-words';
import { Note } from './note';
import { Tag } from './status';
import { useNow, useZone } from './time';

interface CertificateBannerProps {
  org: Pick<OrgSummary, 'name' | 'certificates'>;
  onReplace: () => void;
}

/** Says that the certificate ends soon or has ended, with the way to replace it; otherwise nothing. */
export function CertificateBanner({ org, onReplace }: CertificateBannerProps) {
  const notice = certificateNotice(org, useNow(), useZone());
  if (!notice) return null;
  return (
    <Note
      tone={notice.tone}
      title={notice.title}
      actions={
        <Button size="compact-sm" variant="default" onClick={onReplace}>
          {notice.replacing ? 'Continue the replacement…' : 'Replace certificate…'}
        </Button>
      }
    >
      {notice.text}
    </Note>
  );
}

/** The same for a list, in a few words. */
export function CertificateTag({ org }: { org: Pick<OrgSummary, 'name' | 'certificates'> }) {
  const notice = certificateNotice(org, useNow(), useZone());
  return notice && <Tag tone={notice.tone === 'problem' ? 'bad' : 'warn'}>{notice.label}</Tag>;
}
