import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';

export function nameTaken(name: string): AppError {
  return new AppError({
    code: 'NAME_TAKEN',
    kind: 'usage',
    message: `There is already an org named “${name}”.`,
    fix: 'Choose another name.',
  });
}

export function unknownOrg(orgs: readonly Org[], name: string | null): AppError {
  const names = orgs.map((org) => `“${org.name}”`).join(', ');
  return new AppError({
    code: 'UNKNOWN_ORG',
    kind: 'usage',
    message: name === null ? 'This org is not connected (any more).' : `There is no org named “${name}”.`,
    fix: names === '' ? 'Add an org first.' : `Known orgs: ${names}.`,
  });
}

export function emptySecret(): AppError {
  return new AppError({
    code: 'EMPTY_SECRET',
    kind: 'usage',
    message: 'The consumer secret is empty.',
    fix: 'Copy it from External Client App Manager > the app > Settings > Consumer Key and Secret.',
    subStep: 'app.key-secret',
  });
}

export function hasNoSecret(org: Org): AppError {
  return new AppError({
    code: 'NO_CONSUMER_SECRET',
    kind: 'usage',
    message: `“${org.name}” signs in with a certificate and has no consumer secret.`,
    fix: 'Add the org again with the client credentials flow to use a secret.',
  });
}

export function hasNoUsername(org: Org): AppError {
  return new AppError({
    code: 'NO_JWT_USERNAME',
    kind: 'usage',
    message: `“${org.name}” signs in with a consumer secret; the user is set in the app’s policies.`,
    fix: 'Change Run As there, or add the org again with the JWT bearer flow.',
  });
}

export function hasNoCertificate(org: Org): AppError {
  return new AppError({
    code: 'NO_CERTIFICATE',
    kind: 'usage',
    message:
      org.auth === 'jwt-bearer'
        ? `The vault holds no certificate that fits the key of “${org.name}”.`
        : `“${org.name}” signs in with a consumer secret and has no certificate.`,
    fix:
      org.auth === 'jwt-bearer'
        ? 'Replace the org’s key, and upload the new certificate in Salesforce.'
        : 'Only orgs added with the JWT bearer flow have one.',
  });
}

export function noNextKey(org: Org): AppError {
  return new AppError({
    code: 'NO_NEXT_KEY',
    kind: 'usage',
    message: `The certificate of “${org.name}” is not being replaced (any more).`,
    fix: 'Look at the org again: Salesforce may have accepted the new certificate meanwhile.',
  });
}

export function noDraftKey(): AppError {
  return new AppError({
    code: 'NO_PRIVATE_KEY',
    kind: 'usage',
    message: 'There is no private key for this org yet.',
    fix: 'Make one or import one, and upload its certificate in Salesforce.',
    subStep: 'app.certificate',
  });
}

export function alreadyReplacing(org: Org): AppError {
  return new AppError({
    code: 'KEY_REPLACEMENT_UNDER_WAY',
    kind: 'usage',
    message: `The key of “${org.name}” is being replaced already.`,
    fix: 'Upload the new certificate in Salesforce and test the connection, or give that replacement up first.',
  });
}
