import { AppError, type AppErrorInit } from '../../shared/model/errors';

/** What PostgreSQL and node-postgres throw: `code` is a SQLSTATE, or a code of Node's network modules. */
interface DriverError {
  code?: unknown;
  message?: unknown;
  detail?: unknown;
}

export function sqlState(error: unknown): string {
  const { code } = (error ?? {}) as DriverError;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as DriverError;
  return typeof message === 'string' ? message : '';
}

/** Two transactions were in each other's way; the one that was told so begins anew. */
export function isConflict(error: unknown): boolean {
  // serialization_failure, deadlock_detected
  return ['40001', '40P01'].includes(sqlState(error));
}

/** The connection is gone, or the server is about to close it; whether a commit took place is not known. */
export function isConnectionLoss(error: unknown): boolean {
  const code = sqlState(error);
  return (
    // Class 08: connection exception; 57P0x: the server ends sessions, or is not up yet; 40003: outcome not known.
    /^08/.test(code) ||
    ['57P01', '57P02', '57P03', '57P05', '40003'].includes(code) ||
    NETWORK.test(code) ||
    /Connection terminated|Client has encountered a connection error|not queryable|timeout expired|Query read timeout/.test(
      messageOf(error),
    )
  );
}

const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|ENOENT)$/;

const TLS =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;

/**
 * A failure in words: what happened, why, what to do. SQLSTATEs are kept as the code. `where` is "host:port/database"
 * without anything secret.
 */
export function publishError(error: unknown, { where, schema }: { where: string; schema: string }): unknown {
  if (error instanceof AppError) return error;
  const code = sqlState(error);
  const known = rowFor(code, messageOf(error), where, schema);
  if (known === null) return error;
  return new AppError({ code: code === '' ? 'SERVER_UNREACHABLE' : code, ...known, cause: error });
}

type Known = Omit<AppErrorInit, 'code'>;

const credentials = (message: string, fix: string): Known => ({ kind: 'credentials', message, fix });
const unreachable = (message: string, fix: string): Known => ({
  kind: 'unreachable',
  message,
  fix,
  retryable: true,
});

function rowFor(code: string, message: string, where: string, schema: string): Known | null {
  if (code === '28P01' || code === '28000')
    return credentials(
      `${where} rejected the user or the password: ${message}.`,
      'Check the user in the URL and the password (PGPASSWORD, ~/.pgpass, --password-env or --password-stdin).',
    );
  if (/SASL|password must be a (non-empty )?string/.test(message) && code === '')
    return credentials(
      `${where} asks for a password, and none that fits was given.`,
      'Give it with PGPASSWORD, ~/.pgpass, --password-env VAR or --password-stdin.',
    );
  if (code === '42501' || code === '3F000')
    return credentials(
      `The user may not do that in ${where}: ${message}.`,
      `Let the user of the URL own the schema "${schema}", or have somebody create it: CREATE SCHEMA ${schema} AUTHORIZATION the_user.`,
    );
  if (code === '3D000')
    return {
      kind: 'usage',
      message: `There is no such database: ${message}.`,
      fix: 'Create it (createdb NAME), or correct the name at the end of the URL.',
    };
  if (TLS.test(code) || /does not support SSL|self.signed|certificate/i.test(message))
    return credentials(
      `The connection to ${where} could not be secured: ${message}.`,
      'Name the certificate authority with ?sslrootcert=FILE, or the host as the certificate has it. Without TLS (only in a network you trust): ?sslmode=disable.',
    );
  if (code === '25006')
    return unreachable(
      `${where} only answers questions: it is a standby, or set to read-only.`,
      'Publish to the primary server.',
    );
  if (/^(53|54|57014|58)/.test(code))
    return unreachable(
      `${where} could not do it: ${message}.`,
      'Look into the log of the server (disk, memory, connections), then publish again.',
    );
  if (isConflict({ code }))
    return unreachable(
      `Others kept changing the same rows of ${where}: ${message}.`,
      'Publish again; what is done is done.',
    );
  if (isConnectionLoss({ code, message }))
    return unreachable(
      `${where} cannot be reached: ${message === '' ? code : message}.`,
      'Check host and port, and whether the server runs and lets this computer in; then publish again: it goes on where it stopped.',
    );
  if (code === '2BP01')
    return {
      kind: 'data',
      message: `A view of ours cannot be replaced because something else is built upon it: ${message}.`,
      fix: 'Drop what depends on it, publish again, and create it anew.',
    };
  if (/^(22|23|42)/.test(code))
    return {
      kind: 'data',
      message: `The tables in ${where} are not as Seatwatch makes them: ${message}.`,
      fix: `Publish again with --full; if that does not help, publish into another schema (--schema), or drop "${schema}" and publish again.`,
    };
  // Any other answer of the server, with its own words.
  if (/^[0-9A-Z]{5}$/.test(code))
    return unreachable(`${where} refused: ${message}.`, 'Look the code up in the manual of the server.');
  return null;
}
