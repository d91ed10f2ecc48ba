/**
 * Where a run may go. A token travels to the base URL that a token response names only where the target file allows it,
 * and writes reach a production data centre only where somebody typed its name.
 */

import { loadDataCentres } from '../contract/data-centres.ts';
import { isLoopback } from '../http/proxy.ts';
import { ConfigurationError, NoGroundError, UsageError } from '../model/errors.ts';
import type { TargetFile } from './target-file.ts';

export type Geolocation = NonNullable<TargetFile['geolocation']>;

/** The base URL of a run, given what the token response named. A place that nobody allowed ends in a NoGroundError. */
export function baseAfter(named: string | undefined, configured: string, allowed: Geolocation): string {
  if (allowed === 'ignore' || named === undefined) return configured;
  const url = URL.canParse(named) ? new URL(named) : undefined;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  const bare = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url === undefined || !secure || !bare) throw notFollowed(named, 'is no https URL of a host alone');
  if (url.origin === new URL(configured).origin) return configured;
  const listed =
    allowed === 'documented'
      ? loadDataCentres().of(url.hostname)?.documented === true && url.port === ''
      : allowed.some((one) => URL.canParse(one) && new URL(one).origin === url.origin);
  if (!listed) {
    const missing = allowed === 'documented' ? 'is no documented data centre' : 'is not among those the target lists';
    throw notFollowed(url.origin, missing);
  }
  return url.href.replace(/\/+$/, '');
}

function notFollowed(named: string, why: string): NoGroundError {
  const shown = named.replaceAll(/[^\x21-\x7e]+/g, ' ').slice(0, 120);
  return new NoGroundError(
    `the token response names the geolocation ${shown}, which ${why}; the token was not sent there`,
    'If it is right, list it under geolocation in the target file; otherwise set geolocation: ignore.',
  );
}

/** What a run says about the place it would write to. */
export interface WriteIntent {
  readonly kind: 'mock' | 'remote';
  readonly writable: boolean;
  readonly confirmedHost: string | undefined;
}

/** Throws a UsageError where the run would write to a production data centre and its name was not typed. */
export function requireConfirmedHost(baseUrl: string, intent: WriteIntent): void {
  if (intent.kind === 'mock' || !intent.writable) return;
  const host = new URL(baseUrl).hostname.replace(/\.$/, '');
  const place = loadDataCentres().of(host);
  if (place?.environment !== 'production' || intent.confirmedHost?.toLowerCase() === host) return;
  const typed = intent.confirmedHost === undefined ? '' : `, and --confirm-host names ${intent.confirmedHost}`;
  throw new UsageError(
    `${host} is a production data centre, and this run would write to it${typed}`,
    `Users cannot be deleted there. If you mean it: --confirm-host ${host}`,
  );
}

/** Whoever writes credentials into a URL shall not read them in a log. */
export function withoutUser(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//***@');
}

/** The base URL as somebody wrote it, without trailing slashes; a ConfigurationError where it is none. */
export function checkedBase(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (error) {
    throw new ConfigurationError(
      `"${withoutUser(url)}" is no URL`,
      'Write the base URL as https://host or https://host/prefix.',
      error,
    );
  }
  if (parsed.search !== '' || parsed.hash !== '' || parsed.username !== '' || parsed.password !== '') {
    throw new ConfigurationError(
      'the base URL has a query, a fragment or credentials in it',
      'Leave them out; tokens come from the environment.',
    );
  }
  return url.replace(/\/+$/, '');
}
