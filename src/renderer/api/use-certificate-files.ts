import { useMemo } from 'react';
import type { WhichCertificate } from '../../shared/model/certificate';
import { asAppError } from './client';
import { useApi } from './services';

/**
 * What can be done with an org's certificate, for `CertificateActions`. `orgId` null: with the one of the
 * org being added.
 */
export function useCertificateFiles(orgId: string | null, which: WhichCertificate = 'current') {
  const api = useApi();
  return useMemo(
    () => ({
      save: () => api.orgs.saveCertificate({ orgId, which }),
      pem: async () => (await api.orgs.certificate({ orgId, which })).pem,
      copy: (text: string) => api.app.copyText({ text }),
      explain: asAppError,
    }),
    [api, orgId, which],
  );
}
