import { isLoopbackHost } from '../salesforce/hosts';
import { open, type Timeouts, WireFailure, type WireStream } from '../salesforce/transport';
import type { HttpFetch } from '../ports';
import { answered, badRedirect, badSource } from './errors';

const MAX_REDIRECTS = 5;

/** Https, or this computer itself (a tunnel, a test). No name and password: they would stand in logs. */
export function isFetchable(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** Throws UPDATE_BAD_SOURCE. */
export function sourceUrl(source: string): URL {
  let url: URL;
  try {
    url = new URL(source);
  } catch {
    throw badSource();
  }
  if (!isFetchable(url)) throw badSource();
  return url;
}

/** A file that lies beside the manifest. What stands behind the "?" opens a folder on some stores: it goes along. */
export function besides(source: URL, name: string): URL {
  const url = new URL(encodeURIComponent(name), source);
  url.search = source.search;
  return url;
}

export interface Asked {
  fetch: HttpFetch;
  url: URL;
  timeouts: Timeouts;
  signal?: AbortSignal | undefined;
}

/**
 * A good answer (200), its body still to come. Redirects are followed over https only, never from https down to
 * http, a few times; `fetch` refuses hosts that the computer's policy does not allow. Rejects with UPDATE_NOT_FOUND,
 * UPDATE_SOURCE_FAILED, UPDATE_BAD_REDIRECT, HOST_NOT_ALLOWED, or how the network failed.
 */
export async function get({ fetch, url, timeouts, signal }: Asked): Promise<WireStream> {
  let target = url;
  for (let hops = 0; ; hops += 1) {
    let stream: WireStream;
    try {
      stream = await open(fetch, { url: target.href, method: 'GET', headers: {}, timeouts, signal });
    } catch (error) {
      const next = redirectOf(error, target);
      if (next === null) throw error instanceof WireFailure ? error.failure.error : error;
      const downgrade = target.protocol === 'https:' && next.protocol !== 'https:';
      if (hops === MAX_REDIRECTS || downgrade || !isFetchable(next))
        throw badRedirect(target.host, next.host);
      target = next;
      continue;
    }
    if (stream.status === 200) return stream;
    stream.discard();
    throw answered(stream.status, target.host);
  }
}

/** Where a redirect leads; null: it failed otherwise. */
function redirectOf(error: unknown, from: URL): URL | null {
  if (!(error instanceof WireFailure) || error.failure.error.code !== 'UNEXPECTED_REDIRECT') return null;
  const location = error.headers?.get('location');
  if (location === null || location === undefined) return null;
  try {
    return new URL(location, from);
  } catch {
    return null;
  }
}
