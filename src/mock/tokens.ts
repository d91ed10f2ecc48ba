/**
 * The mock's tokens: four that are always valid, and those its token endpoint issues by the documented grants. Issued
 * ones expire, and a refresh token works once. What a token may do is decided elsewhere (auth.ts).
 */

import type { Json } from '../model/json.ts';
import { COMPANY_ID } from './population/people.ts';
import { uuidOf } from './population/random.ts';
import { type Answer, type Incoming, json } from './wire.ts';

export type TokenName = 'company' | 'readonly' | 'noscope' | 'user';

const FIXED: ReadonlyMap<string, TokenName> = new Map([
  ['mock-company-token', 'company'],
  ['mock-readonly-token', 'readonly'],
  ['mock-noscope-token', 'noscope'],
  ['mock-user-token', 'user'],
]);

const TOKEN_PATH = '/oauth2/v0/token';
/** Clients by id, with what they get by client credentials. All have the same secret. */
const CLIENTS: ReadonlyMap<string, TokenName> = new Map([
  ['mock-client', 'company'],
  ['mock-readonly-client', 'readonly'],
  ['mock-noscope-client', 'noscope'],
]);
const CLIENT_SECRET = 'mock-client-secret';
/** Logins of the password grant: a company with its request token, and a person. */
const LOGINS = [
  { username: COMPANY_ID, password: 'mock-request-token', credtype: 'authtoken', name: 'company' },
  { username: 'mock-user@example.com', password: 'mock-password', credtype: 'password', name: 'user' },
] as const;
const FIRST_REFRESH_TOKEN = 'mock-refresh-token';
const HOUR_SECONDS = 3_600;

export interface TokenOptions {
  /** An hour without it, as documented. */
  readonly lifetimeSeconds?: number;
  /** The base URL that token responses name; the mock's own without it. */
  readonly geolocation?: string;
}

interface Failure {
  readonly status: number;
  readonly code: number;
  readonly error: string;
  readonly description: string;
}

const NO_CLIENT = { status: 401, code: 61, error: 'invalid_client', description: 'The client is not known.' };
const NO_LOGIN = { status: 400, code: 5, error: 'invalid_grant', description: 'Incorrect Credentials. Please Retry' };
const NO_REFRESH = { status: 400, code: 108, error: 'invalid_grant', description: 'The refresh token is not valid.' };
const NO_GRANT = { status: 400, code: 57, error: 'invalid_request', description: 'The grant_type is not supported.' };

export class Tokens {
  readonly #options: TokenOptions;
  readonly #seed: number;
  readonly #issued = new Map<string, { readonly name: TokenName; readonly until: number }>();
  readonly #refresh = new Map<string, TokenName>([[FIRST_REFRESH_TOKEN, 'company']]);
  #count = 0;

  constructor(options: TokenOptions, seed: number) {
    this.#options = options;
    this.#seed = seed;
  }

  /** The token of a request: its name, `unknown` for one never issued or expired, undefined for none. */
  nameOf(authorization: string | undefined, now: number): TokenName | 'unknown' | undefined {
    const given = authorization === undefined ? null : /^bearer +(\S+) *$/i.exec(authorization);
    if (given === null) return undefined;
    const token = given[1] ?? '';
    const issued = this.#issued.get(token);
    return FIXED.get(token) ?? (issued !== undefined && now < issued.until ? issued.name : 'unknown');
  }

  /** What the token endpoint answers; undefined for any other request. */
  answer(incoming: Incoming, path: string, now: number, origin: string): Answer | undefined {
    if (path !== TOKEN_PATH || incoming.method !== 'POST') return undefined;
    const form = new URLSearchParams(incoming.body ?? '');
    const granted = this.#grant(form);
    if ('error' in granted) {
      const { status, code, error, description } = granted;
      return answerOf(status, { code, error, error_description: description });
    }
    const access = this.#next();
    const seconds = this.#options.lifetimeSeconds ?? HOUR_SECONDS;
    this.#issued.set(access, { name: granted.name, until: now + seconds * 1_000 });
    const refresh = granted.refreshable ? this.#next() : undefined;
    if (refresh !== undefined) this.#refresh.set(refresh, granted.name);
    return answerOf(200, {
      expires_in: String(seconds),
      scope: 'app-scopes',
      token_type: 'Bearer',
      access_token: access,
      ...(refresh !== undefined && { refresh_token: refresh }),
      geolocation: this.#options.geolocation ?? origin,
    });
  }

  #grant(form: URLSearchParams): { readonly name: TokenName; readonly refreshable: boolean } | Failure {
    const client = CLIENTS.get(form.get('client_id') ?? '');
    if (client === undefined || form.get('client_secret') !== CLIENT_SECRET) return NO_CLIENT;
    switch (form.get('grant_type')) {
      case 'client_credentials':
        return { name: client, refreshable: false };
      case 'password': {
        const credtype = form.get('credtype') ?? 'password';
        const login = LOGINS.find(
          (one) =>
            one.credtype === credtype && one.username === form.get('username') && one.password === form.get('password'),
        );
        return login === undefined ? NO_LOGIN : { name: login.name, refreshable: true };
      }
      case 'refresh_token': {
        const token = form.get('refresh_token') ?? '';
        const name = this.#refresh.get(token);
        this.#refresh.delete(token);
        return name === undefined ? NO_REFRESH : { name, refreshable: true };
      }
      default:
        return NO_GRANT;
    }
  }

  #next(): string {
    this.#count += 1;
    return uuidOf(this.#seed, 97, this.#count);
  }
}

function answerOf(status: number, body: Record<string, Json>): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    payload: json(body),
  };
}
