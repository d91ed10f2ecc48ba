/**
 * What a target file says of OAuth 2, joined with the secrets it names by environment variable. Nothing is sent here:
 * a mistake is told before the first request.
 */

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isLoopback } from '../http/proxy.ts';
import type { Grant, TokenClient } from '../http/token-endpoint.ts';
import { ConfigurationError } from '../model/errors.ts';
import type { OAuth2Credential, TargetFile } from './target-file.ts';
import type { Environment, TokenRole } from './tokens.ts';

/** How the token of one role is got, and what happens to a refresh token that takes the place of another. */
export interface GrantSettings {
  readonly client: TokenClient;
  readonly grant: Grant;
  /** Stands for the token in commands that somebody repeats; it names the credential. No token is kept under it. */
  readonly tokenVariable: string;
  /** A refresh token that an earlier run left; it comes before the grant. */
  readonly kept: string | undefined;
  readonly rotated: {
    /** Absolute. */
    readonly file?: string;
    readonly command?: readonly string[];
  };
}

/** Stands for a role's token everywhere but on the wire. */
export function tokenMark(role: TokenRole): string {
  return `token-of-${role}-by-oauth2`;
}

/** Everything in it that must not be seen. */
export function grantSecrets({ client, grant, kept }: GrantSettings): readonly string[] {
  const own = [client.clientSecret];
  if (kept !== undefined) own.push(kept);
  if (grant.kind === 'password') own.push(grant.password);
  if (grant.kind === 'refresh_token') own.push(grant.refreshToken);
  return own;
}

/** An environment without the variables that hold a secret of the run, for processes that need none. */
export function withoutSecrets(
  environment: Environment,
  { tokens, grants }: { tokens: ReadonlyMap<TokenRole, string>; grants: ReadonlyMap<TokenRole, GrantSettings> },
): Record<string, string | undefined> {
  const secrets = new Set([...tokens.values(), ...[...grants.values()].flatMap(grantSecrets)]);
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => !secrets.has(value?.trim() ?? '')));
}

/** The OAuth 2 credentials of a target file, by role. */
export function grantsFrom(
  file: TargetFile,
  path: string,
  environment: Environment,
): ReadonlyMap<TokenRole, GrantSettings> {
  const grants = new Map<TokenRole, GrantSettings>();
  for (const role of ['company', 'readonly', 'noscope', 'user'] as const) {
    const own = file.auth?.[role]?.oauth2;
    if (own) grants.set(role, grantFrom(own, { role, path, environment }));
  }
  requireOwnPlaces(grants, path);
  if (file.geolocation !== undefined && file.geolocation !== 'ignore' && !grants.has('company')) {
    throw new ConfigurationError(
      `${path} asks for the geolocation of the token, and the company token comes from no token endpoint`,
      'Remove geolocation and write the base URL, or describe auth.company by oauth2.',
    );
  }
  return grants;
}

/** Two roles that hand their refresh tokens to one place would each replace the token of the other. */
function requireOwnPlaces(grants: ReadonlyMap<TokenRole, GrantSettings>, path: string): void {
  const owners = new Map<string, TokenRole>();
  for (const [role, { rotated }] of grants) {
    const place = rotated.file === undefined ? JSON.stringify(rotated.command) : realPlace(rotated.file);
    if (place === undefined) continue;
    const owner = owners.get(place);
    if (owner !== undefined) {
      throw new ConfigurationError(
        `${path}: auth.${owner}.oauth2 and auth.${role}.oauth2 keep their refresh tokens in the same place`,
        'Name another refreshTokenFile, or another refreshTokenCommand, for each role.',
      );
    }
    owners.set(place, role);
  }
}

/** One file may have several names. */
function realPlace(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // It is not there yet; perhaps its folder is.
    return existsSync(dirname(file)) ? join(realpathSync(dirname(file)), basename(file)) : file;
  }
}

interface Place {
  readonly role: TokenRole;
  readonly path: string;
  readonly environment: Environment;
}

function grantFrom(own: OAuth2Credential, place: Place): GrantSettings {
  const url = URL.canParse(own.tokenUrl) ? new URL(own.tokenUrl) : undefined;
  if (url === undefined) {
    throw new ConfigurationError(
      `${place.path}: auth.${place.role}.oauth2.tokenUrl is no URL`,
      'Write it as https://host/oauth2/v0/token.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      `${place.path}: auth.${place.role}.oauth2.tokenUrl is plain HTTP, and secrets would travel in the clear`,
      'Write it with https; plain HTTP is for loopback addresses only.',
    );
  }
  const file = own.refreshTokenFile === undefined ? undefined : resolve(dirname(place.path), own.refreshTokenFile);
  if (file !== undefined && own.refreshTokenCommand !== undefined) {
    throw new ConfigurationError(
      `${place.path}: auth.${place.role}.oauth2 names a file and a command for the refresh token`,
      'Keep one of refreshTokenFile and refreshTokenCommand.',
    );
  }
  const kept = keptIn(file);
  return {
    client: {
      tokenUrl: own.tokenUrl,
      clientId: secret(own, 'clientIdEnv', place),
      clientSecret: secret(own, 'clientSecretEnv', place),
      ...(own.scope !== undefined && { scope: own.scope }),
    },
    grant: grantOf(own, place, kept),
    tokenVariable: `${place.role.toUpperCase()}_TOKEN_BY_${credentialOf(own)}`,
    kept,
    rotated: {
      ...(file !== undefined && { file }),
      ...(own.refreshTokenCommand !== undefined && { command: own.refreshTokenCommand }),
    },
  };
}

function grantOf(own: OAuth2Credential, place: Place, kept: string | undefined): Grant {
  const hasPassword = own.passwordEnv !== undefined && Boolean(place.environment[own.passwordEnv]?.trim());
  if (own.grant === 'client_credentials') return { kind: 'client_credentials' };
  if (own.grant === 'refresh_token' || (kept !== undefined && !hasPassword)) {
    return { kind: 'refresh_token', refreshToken: kept ?? secret(own, 'refreshTokenEnv', place) };
  }
  return {
    kind: 'password',
    username: secret(own, 'usernameEnv', place),
    password: secret(own, 'passwordEnv', place),
    credtype: own.credtype ?? 'password',
  };
}

/** The variable by which the credential of a grant is told from others. */
function credentialOf({ grant, clientIdEnv, passwordEnv, refreshTokenEnv }: OAuth2Credential): string {
  if (grant === 'password') return passwordEnv ?? clientIdEnv;
  return grant === 'refresh_token' ? (refreshTokenEnv ?? clientIdEnv) : clientIdEnv;
}

type SecretKey = 'clientIdEnv' | 'clientSecretEnv' | 'usernameEnv' | 'passwordEnv' | 'refreshTokenEnv';

function secret(own: OAuth2Credential, key: SecretKey, { role, path, environment }: Place): string {
  const name = own[key];
  if (name === undefined) {
    throw new ConfigurationError(
      `${path}: auth.${role}.oauth2 needs ${key} for the grant ${own.grant}`,
      `Add ${key}: the name of an environment variable.`,
    );
  }
  const value = environment[name]?.trim();
  if (value) return value;
  throw new ConfigurationError(
    `the environment variable ${name} is not set, and ${path} needs it for the ${role} token`,
    `Set it: export ${name}=...`,
  );
}

/** The refresh token that an earlier run left in the file; one that others could read is refused. */
function keptIn(file: string | undefined): string | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new ConfigurationError(
      `the refresh token in ${file} can be read by others`,
      `Keep it to yourself: chmod 600 ${file}`,
    );
  }
  return readFileSync(file, 'utf8').trim() || undefined;
}
