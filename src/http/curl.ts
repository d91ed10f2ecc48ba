/** An exchange as a command somebody can paste. The token stays a shell variable. */

import type { ExchangeRequest, Role } from '../model/exchange.ts';

const TOKEN_VARIABLE: Readonly<Record<Role, string | undefined>> = {
  company: 'SPEND_TOKEN',
  readonly: 'SPEND_TOKEN_READONLY',
  noscope: 'SPEND_TOKEN_NOSCOPE',
  user: 'SPEND_TOKEN_USER',
  none: undefined,
  garbage: undefined,
  'wrong-scheme': undefined,
  'lower-case-scheme': 'SPEND_TOKEN',
};
/** The broken forms are no secrets: any wrong token and any other scheme show the same. */
const BROKEN: Readonly<Partial<Record<Role, string>>> = {
  garbage: 'Bearer not-a-token',
  'wrong-scheme': 'Basic bm90OmEtdG9rZW4=',
};
/** Larger bodies are named by their size instead of being printed. */
const LONGEST_BODY = 16_384;

export function curlOf(request: ExchangeRequest, role: Role): string {
  const parts = ['curl -sS -i'];
  if (request.method === 'HEAD') parts.push('--head');
  else if (request.method !== 'GET') parts.push(`-X ${request.method}`);
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'authorization') parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  const variable = TOKEN_VARIABLE[role];
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
