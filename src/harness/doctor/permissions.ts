/** What each token may do, found out without doing it. Pure: exchanges in, answers out. */

import type { Exchange } from '../../model/exchange.ts';
import type { TokenRole } from '../tokens.ts';
import { type DoctorAnswer, fine, unclear, wrong } from './answer.ts';

/** The tokens beside the company's: a read-only one opens the list, the other two do not. */
export function roleAnswer(role: Exclude<TokenRole, 'company'>, exchange: Exchange): DoctorAnswer {
  const { status } = exchange.response;
  const question = `${role} token`;
  if (role === 'readonly') {
    if (status === 200) return fine(question, 'it opens the list');
    const todo = 'Get a current token with the reading scopes alone, or leave it out of the target file.';
    return wrong(question, `it is refused the list with ${status}`, 'credentials', todo);
  }
  if (status === 403) return fine(question, 'it is refused with 403, as it should be');
  if (status === 401) {
    const todo = 'Make sure that it is current: an expired one proves nothing.';
    return unclear(question, 'it is refused with 401, as an expired one would be', 'credentials', todo);
  }
  const kind = role === 'noscope' ? 'without the scopes of this API' : 'of a person';
  const todo = `If it is really a token ${kind}, a run will call this a violation; otherwise take another one.`;
  return wrong(question, `it is answered with ${status}`, 'credentials', todo);
}

/** The scopes that a refusal names (RFC 6750, section 3), else the documented ones. */
export function scopesAsked(exchange: Exchange, documented: readonly string[]): string {
  const named = /\bscope="([\x20-\x7e]*?)"/.exec(exchange.response.headers['www-authenticate'] ?? '')?.[1];
  return named ? named.split(' ').join(', ') : documented.join(', ');
}

export function statusAnswer(exchange: Exchange, scopes: readonly string[]): DoctorAnswer {
  const { status } = exchange.response;
  if (status === 404 || status === 400) return fine('status', `reading a provision status is permitted (${status})`);
  if (status === 401 || status === 403) {
    const todo = `Ask for the scope ${scopesAsked(exchange, scopes)} as well.`;
    return wrong('status', `reading a provision status is refused with ${status}`, 'credentials', todo);
  }
  const todo = 'A run will say more under provisioning.';
  const says = `an unknown provision is answered with ${status}`;
  return status >= 500 ? wrong('status', says, 'target', todo) : unclear('status', says, 'target', todo);
}

/** The answer to a body that is no JSON: whoever may write is told so, and nothing is written. */
export function writeAnswer(exchange: Exchange | undefined, scopes: readonly string[]): DoctorAnswer {
  if (exchange === undefined) {
    const todo = 'Check paths in the target file, or drop the capability provisioning.';
    return wrong('writing', 'none of the documented Bulk paths is served', 'configuration', todo);
  }
  const { status } = exchange.response;
  if (status === 401 || status === 403) {
    const todo = `Ask for the scopes ${scopesAsked(exchange, scopes)}, or drop the capability provisioning.`;
    return wrong('writing', `writing is refused with ${status}`, 'credentials', todo);
  }
  if (status >= 400 && status < 500) {
    return fine(
      'writing',
      `a body that is no JSON is refused with ${status}: writing is permitted, nothing was written`,
    );
  }
  const says = `a body that is no JSON is answered with ${status}`;
  return unclear('writing', says, 'target', 'A run will say more under provisioning.');
}
