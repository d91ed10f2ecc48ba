/** Bearer tokens of the mock and what they may do. Decided before anything is looked up (ruling 191). */

import { OPERATIONS } from '../model/requirement.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { MockContract, Scene } from './scene.ts';

type TokenName = 'company' | 'readonly' | 'noscope' | 'user';

const TOKENS: ReadonlyMap<string, TokenName> = new Map([
  ['mock-company-token', 'company'],
  ['mock-readonly-token', 'readonly'],
  ['mock-noscope-token', 'noscope'],
  ['mock-user-token', 'user'],
]);

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

/** The token of a request: its name, `unknown` for a token never issued, undefined for none. */
export function tokenOf(authorization: string | undefined): TokenName | 'unknown' | undefined {
  const given = authorization === undefined ? null : /^bearer +(\S+) *$/i.exec(authorization);
  if (given === null) return undefined;
  return TOKENS.get(given[1] ?? '') ?? 'unknown';
}

function challenge(more = ''): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="spend"${more}` };
}

export function authorize(contract: MockContract, scene: Scene, needed: readonly string[]): 'allowed' | Refusal {
  const token = tokenOf(scene.request.headers.authorization);
  if (token === undefined) return refuse(401, 'A bearer token is needed.', { headers: challenge() });
  if (token === 'unknown') {
    return refuse(401, 'The token is not valid.', { headers: challenge(', error="invalid_token"') });
  }
  const held = scopesOf(token, contract);
  if (token !== 'user' && needed.every((scope) => held.includes(scope))) return 'allowed';
  const headers = challenge(`, error="insufficient_scope", scope="${needed.join(' ')}"`);
  return refuse(403, 'The token does not permit this.', { headers });
}
