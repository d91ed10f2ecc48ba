/** What one small page of the list tells: token, clock, page size, population; and which revision it looks like. Pure. */

import { type Exchange, jsonOf, mediaTypeOf } from '../../model/exchange.ts';
import { at, countOf, isArray } from '../../model/json.ts';
import { type DoctorAnswer, fine, noGround, unclear, wrong } from './answer.ts';
import { scopesAsked } from './permissions.ts';

/** Tokens and logs tolerate this much. */
const MOST_SKEW_MS = 60_000;

export interface PageSeen {
  readonly total: number | undefined;
  readonly resources: number | undefined;
}

/** A list answer as far as it can be read. */
export function pageSeen(exchange: Exchange): PageSeen | undefined {
  const body = exchange.response.status === 200 ? jsonOf(exchange) : undefined;
  if (body === undefined) return undefined;
  const listed = at(body, 'Resources');
  return { total: countOf(at(body, 'totalResults')), resources: isArray(listed) ? listed.length : undefined };
}

export function tokenAnswer(exchange: Exchange, scopes: readonly string[]): DoctorAnswer {
  const { status } = exchange.response;
  const path = exchange.request.url.replace(/^[a-z]+:\/\/[^/]+/i, '').split('?')[0];
  if (status === 401) {
    const todo = 'Get a new token, and check that its variable holds the bare token without the word Bearer.';
    return noGround('token', 'the company token is refused with 401', 'credentials', todo);
  }
  if (status === 403) {
    const todo = `Ask for a company token with the scope ${scopesAsked(exchange, scopes)}; 403 may also mean an expired token.`;
    return noGround('token', 'the company token is refused with 403', 'credentials', todo);
  }
  if (status >= 300 && status < 400) {
    const todo = 'Write the base URL as the redirect names it: a token never follows a redirect.';
    return wrong('token', `GET ${path} is redirected with ${status}`, 'configuration', todo);
  }
  if (status === 404) {
    const todo = 'Check the prefix of the base URL, the revision, and paths in the target file.';
    return wrong('token', `GET ${path} is not found`, 'configuration', todo);
  }
  if (status !== 200) {
    const blame = status >= 500 ? 'target' : 'configuration';
    return wrong('token', `GET ${path} is answered with ${status}`, blame, 'See what the target says of this request.');
  }
  if (jsonOf(exchange) === undefined) {
    const type = mediaTypeOf(exchange) || 'no media type';
    const todo = 'Check the base URL: a login page or a portal may stand in front of the API.';
    return wrong('token', `GET ${path} is answered with ${type} and not with JSON`, 'configuration', todo);
  }
  return fine('token', `the company token opens the list (${scopes.join(', ')})`);
}

export function clockAnswer(exchange: Exchange): DoctorAnswer {
  const date = Date.parse(exchange.response.headers.date ?? '');
  if (Number.isNaN(date)) {
    return unclear(
      'clock',
      'the answer has no Date to compare with',
      'target',
      'Nothing to do unless tokens misbehave.',
    );
  }
  // Date has whole seconds, and was written somewhere between request and answer.
  const skewMs = date + 500 - (exchange.startedAt + exchange.ms / 2);
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return fine('clock', `within ${Math.max(1, seconds)} s of the target's`);
  const where = skewMs > 0 ? 'behind' : 'ahead of';
  const todo = 'Set the clock of this machine; if it is right, the one of the target is not.';
  return wrong('clock', `this machine is ${seconds} s ${where} the target`, 'configuration', todo);
}

export function populationAnswer({ total }: PageSeen): DoctorAnswer {
  if (total === undefined) {
    return unclear('users', 'the list has no readable totalResults', 'target', 'A run will say more.');
  }
  if (total === 0) {
    const todo = 'Take a tenant with users in it: paging, filters and lookups have nothing to show here.';
    return wrong('users', 'the tenant has no users', 'tenant data', todo);
  }
  const few = total < 3 ? ': too few to cross a page boundary, so much will not be exercised' : '';
  return fine('users', `${total} user${total === 1 ? '' : 's'}${few}`);
}

/** Whether a page of one was asked for and came; undefined where the tenant is too small to tell. */
export function honoured(page: PageSeen | undefined): boolean | undefined {
  if (page === undefined || page.resources === undefined) return false;
  if (page.resources > 1) return false;
  return (page.total ?? 0) > 1 ? page.resources === 1 : undefined;
}

export function pageSizeAnswer(name: string, seen: boolean | undefined, otherName: string | undefined): DoctorAnswer {
  if (seen === true) return fine('page size', `${name} is honoured`);
  if (seen === undefined) {
    const todo = 'Take a tenant with two users or more.';
    return unclear('page size', `too few users to see whether ${name} is honoured`, 'tenant data', todo);
  }
  if (otherName !== undefined) {
    const todo = 'Choose the revision that documents it, see the next line.';
    return wrong('page size', `${name}=1 is not honoured, ${otherName}=1 is`, 'configuration', todo);
  }
  return wrong('page size', `${name}=1 is not honoured`, 'target', 'A run will say more under pagination.');
}

/** `fitting`: the revisions whose list path and page size the target honours. */
export function revisionAnswer(chosen: string, fitting: readonly string[]): DoctorAnswer {
  if (fitting.includes(chosen)) {
    const others = fitting.filter((one) => one !== chosen);
    const also = others.length > 0 ? ` (and like ${others.join(' and ')})` : '';
    return fine('revision', `it looks like ${chosen}${also}`);
  }
  if (fitting.length === 0) {
    return unclear('revision', 'it looks like no known revision', 'target', 'Check the base URL; a run will say more.');
  }
  const todo = `Set it in the target file, or: --revision ${fitting[0]}`;
  return wrong('revision', `it looks like ${fitting.join(' and ')}, and ${chosen} is chosen`, 'configuration', todo);
}
