/** What each of the mock's tokens may do. Decided before anything is looked up (ruling 191). */

import { OPERATIONS } from '../model/requirement.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { MockContract } from './scene.ts';
import type { TokenName } from './tokens.ts';

/** Every scope the contract names. */
function everyScope(contract: MockContract): readonly string[] {
  const offered = OPERATIONS.filter((id) => contract.offers(id));
  return [...new Set(offered.flatMap((id) => contract.operation(id).scopes))];
}

function scopesOf(name: TokenName, contract: MockContract): readonly string[] {
  if (name === 'noscope') return [];
  const all = everyScope(contract);
  return name === 'readonly' ? all.filter((scope) => scope.endsWith('.read')) : all;
}

function challenge(more = ''): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="spend"${more}` };
}

/** `unknown` for a token never issued or expired, undefined for none. */
export function authorize(
  contract: MockContract,
  token: TokenName | 'unknown' | undefined,
  needed: readonly string[],
): 'allowed' | Refusal {
  if (token === undefined) return refuse(401, 'A bearer token is needed.', { headers: challenge() });
  if (token === 'unknown') {
    return refuse(401, 'The token is not valid.', { headers: challenge(', error="invalid_token"') });
  }
  const held = scopesOf(token, contract);
  if (token !== 'user' && needed.every((scope) => held.includes(scope))) return 'allowed';
  const headers = challenge(`, error="insufficient_scope", scope="${needed.join(' ')}"`);
  return refuse(403, 'The token does not permit this.', { headers });
}
