/** An exchange as a command somebody can paste. The token stays a shell variable. */

import type { ExchangeRequest, Role } from '../model/exchange.ts';

/** The broken forms are no secrets: any wrong token and any other scheme show the same. */
const BROKEN: Readonly<Partial<Record<Role, string>>> = {
  garbage: 'Bearer not-a-token',
  'wrong-scheme': 'Basic bm90OmEtdG9rZW4=',
};
/** Larger bodies are named by their size instead of being printed. */
const LONGEST_BODY = 16_384;

/** `variable`: the environment variable that holds the token of the request, where it carries one. */
export function curlOf(request: ExchangeRequest, role: Role, variable: string | undefined): string {
  const parts = ['curl -sS -i'];
  if (request.method === 'HEAD') parts.push('--head');
  else if (request.method !== 'GET') parts.push(`-X ${request.method}`);
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'authorization') parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  const authorization = request.headers.authorization;
  if (variable) parts.push(`-H "Authorization: ${authorization?.split(' ')[0] ?? 'Bearer'} $${variable}"`);
  else if (authorization) parts.push(`-H ${quote(`Authorization: ${BROKEN[role] ?? authorization}`)}`);
  if (request.body !== undefined) {
    if (request.body.length <= LONGEST_BODY) parts.push(`--data-raw ${quote(request.body)}`);
    else parts.push(`--data-binary @body-of-${request.body.length}-characters.json`);
  }
  // --globoff keeps brackets of value paths as they are; --path-as-is keeps dot segments.
  parts.push(`--globoff --path-as-is ${quote(request.url)}`);
  return parts.join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
