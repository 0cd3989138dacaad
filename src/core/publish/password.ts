import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Target } from './target-url';

export interface PasswordPlaces {
  env: Readonly<Record<string, string | undefined>>;
  homeDir: string;
  platform: string;
}

export interface FoundPassword {
  password: string | null;
  /** Something to tell the person: a file that was passed over. */
  notice: string | null;
}

/** PGPASSWORD, then the file of PGPASSFILE or `.pgpass`, as every program of PostgreSQL looks for it. */
export function findPassword(
  target: Pick<Target, 'host' | 'port' | 'database' | 'user'>,
  { env, homeDir, platform }: PasswordPlaces,
): FoundPassword {
  const given = env['PGPASSWORD'];
  if (given !== undefined && given !== '') return { password: given, notice: null };
  const file =
    env['PGPASSFILE'] ??
    (platform === 'win32'
      ? path.join(env['APPDATA'] ?? homeDir, 'postgresql', 'pgpass.conf')
      : path.join(homeDir, '.pgpass'));
  let text: string;
  try {
    // As PostgreSQL has it: what others could read holds no password worth the name.
    if (platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      return { password: null, notice: `${file} was not used: others may read it (chmod 600 "${file}").` };
    text = readFileSync(file, 'utf8');
  } catch {
    return { password: null, notice: null };
  }
  return { password: lookUp(text, target), notice: null };
}

/** Lines "host:port:database:user:password"; "*" is anything, "\" takes the meaning from ":" and "\". */
function lookUp(
  text: string,
  { host, port, database, user }: Pick<Target, 'host' | 'port' | 'database' | 'user'>,
): string | null {
  // The folder of a socket is looked up as "localhost", too.
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    const fields = splitLine(line);
    const fits = wanted.every(
      (value, at) => fields[at] === '*' || fields[at] === value || (at === 0 && fields[at] === host),
    );
    if (fields.length >= 5 && fits) return fields.slice(4).join(':');
  }
  return null;
}

function splitLine(line: string): string[] {
  const fields = [''];
  for (let i = 0; i < line.length; i += 1) {
    const letter = line[i] ?? '';
    const next = line[i + 1];
    if (letter === '\\' && next !== undefined) {
      fields.push(`${fields.pop() ?? ''}${next}`);
      i += 1;
    } else if (letter === ':' && fields.length < 5) fields.push('');
    else fields.push(`${fields.pop() ?? ''}${letter}`);
  }
  return fields;
}
