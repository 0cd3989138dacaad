import { Fragment } from 'react';
import type { Certificate } from '../../shared/model/certificate';
import { certificateWords } from './certificate-words';
import { Facts } from './section';
import { Tag } from './status';
import { Time, useNow } from './time';
import classes from './certificate.module.css';

const ORIGIN = { generated: 'Made by Seatwatch', imported: 'For an imported key' } as const;

/** What can be known of a certificate: enough to recognize it in Salesforce and to see its end coming. */
export function CertificateFacts({ certificate }: { certificate: Certificate }) {
  const { tone, label, distance } = certificateWords(certificate, useNow());
  return (
    <div className={classes.facts}>
      <Facts
        facts={[
          {
            name: 'Valid until',
            value: (
              <span className={classes.until}>
                <Time iso={certificate.expiresAt} dateOnly />
                <Tag tone={tone}>{label}</Tag>
                {tone === 'ok' && <span className={classes.quiet}>{distance}</span>}
              </span>
            ),
          },
          { name: 'Valid from', value: <Time iso={certificate.validFrom} dateOnly /> },
          { name: 'Key', value: `RSA, ${certificate.keyBits} bits` },
          { name: 'Origin', value: ORIGIN[certificate.origin] },
          { name: 'Subject', value: certificate.subject },
        ]}
      />
      <div>
        <div className={classes.name}>Fingerprint (SHA-256)</div>
        <Fingerprint value={certificate.fingerprint} />
      </div>
    </div>
  );
}

/** Breaks between its pairs only. */
export function Fingerprint({ value }: { value: string }) {
  const pairs = value.split(':');
  return (
    <code className={classes.fingerprint}>
      {pairs.map((pair, index) => (
        <Fragment key={index}>
          {pair}
          {index < pairs.length - 1 && (
            <>
              :<wbr />
            </>
          )}
        </Fragment>
      ))}
    </code>
  );
}
