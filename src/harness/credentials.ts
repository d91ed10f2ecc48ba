/** What a run knows of its credentials before it sends anything: what to hide, and what to call where they come from. */

import { proxySecrets } from '../http/proxy.ts';
import type { RunSettings } from './settings.ts';

/** What the company token comes from. */
export function credentialText({ grants, tokenVariables }: RunSettings): string {
  const own = grants.get('company');
  if (own) return `the grant ${own.grant.kind} of the target file`;
  return tokenVariables.get('company') ?? 'SPEND_TOKEN';
}

/** A header that a gateway wants may hold a key; a short value such as a partner's name hides nothing by itself. */
const SHORTEST_KEY = 8;
const NAMES_A_KEY = /key|token|secret|auth|cookie|passw|signature/;

export function secretsOf(settings: RunSettings): ReadonlyMap<string, string> {
  const keys = Object.entries(settings.headers)
    .filter(([name, value]) => value.length >= SHORTEST_KEY || NAMES_A_KEY.test(name))
    .map(([, value]) => value);
  return new Map([
    ...proxySecrets(process.env).map((secret) => [secret, '***'] as const),
    ...keys.map((key) => [key, '***'] as const),
    ...[...settings.tokens].map(
      ([role, token]) => [token, `$${settings.tokenVariables.get(role) ?? 'TOKEN'}`] as const,
    ),
  ]);
}
