/** Tokens and the Authorization header they become. Cases name a role; no case ever holds a token. */

import { createHash } from 'node:crypto';
import { ConfigurationError } from '../model/errors.ts';
import { ROLES, type Role } from '../model/exchange.ts';

export type TokenRole = 'company' | 'readonly' | 'noscope' | 'user';
export type Environment = Readonly<Record<string, string | undefined>>;

export const MOCK_TOKENS: ReadonlyMap<TokenRole, string> = new Map([
  ['company', 'mock-company-token'],
  ['readonly', 'mock-readonly-token'],
  ['noscope', 'mock-noscope-token'],
  ['user', 'mock-user-token'],
]);
/** Where a target without a file takes its tokens from. */
export const TOKEN_VARIABLES: ReadonlyMap<TokenRole, string> = new Map([
  ['company', 'SPEND_TOKEN'],
  ['readonly', 'SPEND_TOKEN_READONLY'],
  ['noscope', 'SPEND_TOKEN_NOSCOPE'],
  ['user', 'SPEND_TOKEN_USER'],
]);

/** Throws a ConfigurationError that names the variable when a needed one is not set. */
export function tokensFrom(
  variables: ReadonlyMap<TokenRole, string>,
  environment: Environment,
  target: string,
  required: ReadonlySet<string> = new Set(),
): ReadonlyMap<TokenRole, string> {
  const tokens = new Map<TokenRole, string>();
  for (const [role, name] of variables) {
    const value = environment[name]?.trim();
    if (value !== undefined && !/^[\x21-\x7e]*$/.test(value)) {
      throw new ConfigurationError(
        `the environment variable ${name} holds a blank, a line break or another character that no token has`,
        'Set it to the bare token, without the word Bearer in front.',
      );
    }
    if (value) tokens.set(role, value);
    else if (role === 'company' || required.has(name)) {
      throw new ConfigurationError(
        `the environment variable ${name} is not set, and ${target} needs it for the ${role} token`,
        `Set it: export ${name}=...`,
      );
    }
  }
  return tokens;
}

/** The Authorization header for a role; the broken ones are made here of constants. */
export function authorizationOf(tokens: ReadonlyMap<TokenRole, string>, role: Role): string | undefined {
  switch (role) {
    case 'none':
      return undefined;
    case 'garbage':
      return `Bearer ${createHash('sha256').update('no token').digest('hex')}`;
    case 'wrong-scheme':
      return `Basic ${Buffer.from('spend:conformance').toString('base64')}`;
    case 'lower-case-scheme': {
      const token = tokens.get('company');
      return token === undefined ? undefined : `bearer ${token}`;
    }
    default: {
      const token = tokens.get(role);
      return token === undefined ? undefined : `Bearer ${token}`;
    }
  }
}

/** The variable whose token a role's header carries; undefined where it carries none that is anybody's. */
export function variableOf(variables: ReadonlyMap<TokenRole, string>, role: Role): string | undefined {
  switch (role) {
    case 'none':
    case 'garbage':
    case 'wrong-scheme':
      return undefined;
    case 'lower-case-scheme':
      return variables.get('company');
    default:
      return variables.get(role);
  }
}

/** The roles a run can speak as. */
export function rolesOf(tokens: ReadonlyMap<TokenRole, string>): ReadonlySet<Role> {
  return new Set(ROLES.filter((role) => role === 'none' || authorizationOf(tokens, role) !== undefined));
}
