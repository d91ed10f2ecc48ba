/**
 * One request to an OAuth 2 token endpoint, for the grants the documents describe. It knows no role and keeps nothing:
 * what a token is for and when it is renewed is the keeper's business.
 */

import {
  type AuthorizationServer,
  allowInsecureRequests,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
} from 'oauth4webapi';
import { NoGroundError } from '../model/errors.ts';
import { isObject, type Json } from '../model/json.ts';
import { isLoopback } from './proxy.ts';
import { TransportFailure, type WireRequest, type WireResponse } from './transport.ts';

/** What is asked for, with the secrets it takes. A company's request token is a password with credtype `authtoken`. */
export type Grant =
  | { readonly kind: 'client_credentials' }
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: string;
      readonly credtype: 'password' | 'authtoken';
    }
  | { readonly kind: 'refresh_token'; readonly refreshToken: string };

export interface TokenClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly lifetimeMs: number | undefined;
  readonly refreshToken: string | undefined;
  /** The base URL that the response names for later calls, as it stands. */
  readonly geolocation: string | undefined;
}

export interface TokenWire {
  send(request: WireRequest): Promise<WireResponse>;
  /** Told every token of an answer before anything else looks at it. */
  learn(secret: string): void;
  /** Takes secrets out of what a server said. */
  text(value: string): string;
  readonly timeoutMs: number;
}

/** No header takes a longer one; whoever sends it has no token in mind. */
const LONGEST_TOKEN = 16_384;
const TOKEN = /^[\x21-\x7e]+$/;
const REFRESH_TOKEN = /^[\x20-\x7e]+$/;
/** Tokens in an answer, whether they are used or not. */
const TOKEN_MEMBERS = ['access_token', 'refresh_token', 'id_token'] as const;

/** The token of a grant; a NoGroundError says in one message why there is none. */
export async function requestToken(wire: TokenWire, client: TokenClient, grant: Grant): Promise<IssuedToken> {
  const url = new URL(client.tokenUrl);
  const server: AuthorizationServer = { issuer: url.origin, token_endpoint: client.tokenUrl };
  const identity = { client_id: client.clientId };
  let status: number | undefined;
  const post = async (address: string, request: { body: URLSearchParams; headers: Record<string, string> }) => {
    const answer = await wire.send({
      method: 'POST',
      url: address,
      headers: request.headers,
      body: request.body.toString(),
      timeoutMs: wire.timeoutMs,
    });
    status = answer.status;
    return responseOf(answer, wire.learn);
  };
  try {
    const response = await genericTokenEndpointRequest(
      server,
      identity,
      ClientSecretPost(client.clientSecret),
      grant.kind,
      parametersOf(client, grant),
      { [customFetch]: post, [allowInsecureRequests]: isLoopback(url.hostname) },
    );
    return tokenOf(await processGenericTokenEndpointResponse(server, identity, response));
  } catch (error) {
    throw refusalOf(error, client, grant, status, wire.text);
  }
}

function parametersOf(client: TokenClient, grant: Grant): Record<string, string> {
  const scope = client.scope === undefined ? {} : { scope: client.scope };
  switch (grant.kind) {
    case 'client_credentials':
      return scope;
    case 'password':
      return { username: grant.username, password: grant.password, credtype: grant.credtype, ...scope };
    case 'refresh_token':
      return { refresh_token: grant.refreshToken, ...scope };
  }
}

/** As the library wants it. An identity token is nothing to us, and would only be verified in vain. */
function responseOf(answer: WireResponse, learn: (secret: string) => void): Response {
  const text = new TextDecoder().decode(answer.body);
  const body = parsed(text);
  if (isObject(body)) {
    for (const name of TOKEN_MEMBERS) {
      const value = body[name];
      if (typeof value !== 'string') continue;
      // Not even learnt: every part of a secret is remembered.
      if (value.length > LONGEST_TOKEN) throw new Error(`${name} is longer than ${LONGEST_TOKEN} characters`);
      learn(value);
    }
  }
  const { id_token: _unused, ...rest } = isObject(body) ? body : {};
  const content = isObject(body) ? JSON.stringify(rest) : text;
  const bodiless = [204, 205, 304].includes(answer.status) || answer.status < 200 || answer.status > 599;
  return new Response(bodiless ? null : content, {
    status: answer.status >= 200 && answer.status <= 599 ? answer.status : 502,
    headers: { 'content-type': answer.headers['content-type'] ?? 'application/octet-stream' },
  });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function tokenOf(answer: Awaited<ReturnType<typeof processGenericTokenEndpointResponse>>): IssuedToken {
  const { access_token, expires_in, refresh_token, geolocation } = answer;
  if (!TOKEN.test(access_token)) throw new Error('the token holds a character that no header can carry');
  // It is kept on a line of its own.
  if (refresh_token !== undefined && !REFRESH_TOKEN.test(refresh_token)) {
    throw new Error('the refresh token holds a character that no token has');
  }
  return {
    accessToken: access_token,
    // A life of nothing would be renewed for every request.
    lifetimeMs: expires_in ? expires_in * 1_000 : undefined,
    refreshToken: refresh_token,
    geolocation: typeof geolocation === 'string' ? geolocation : undefined,
  };
}

/** What to look at, by the error words that the authentication page documents. */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client id and the client secret that the target file names.',
  invalid_scope: 'Check the scope in the target file: the client may not ask for it.',
  access_denied: 'The application is not connected to this company; connect it, then run again.',
  invalid_request: 'Check the grant and the token URL in the target file.',
};
const GRANT_ADVICE: Readonly<Record<Grant['kind'], string>> = {
  client_credentials: 'Check the client id and the client secret that the target file names.',
  password: 'Check the user name and the password; a company request token is valid for 24 hours only.',
  refresh_token: 'Get a new refresh token: one is valid for six months, and a rotated one replaces the one before.',
};

function refusalOf(
  error: unknown,
  client: TokenClient,
  grant: Grant,
  status: number | undefined,
  redact: (text: string) => string,
): NoGroundError {
  const where = `the token endpoint ${client.tokenUrl}`;
  if (error instanceof ResponseBodyError) {
    const told = [error.error, error.error_description, codeOf(error.cause)].filter(Boolean).join(', ');
    return new NoGroundError(
      `${where} refused the grant ${grant.kind} with ${error.status}: ${redact(printable(told))}`,
      ADVICE[error.error] ?? GRANT_ADVICE[grant.kind],
    );
  }
  if (error instanceof TransportFailure) {
    return new NoGroundError(
      `${where} cannot be reached: ${redact(printable(error.message))}`,
      'Check the token URL, the network and TLS, then run again.',
    );
  }
  const answered = status === undefined ? 'cannot be asked' : `answered ${status} and no token`;
  const why = error instanceof Error ? error.message : String(error);
  return new NoGroundError(
    `${where} ${answered}: ${redact(printable(why))}`,
    'Check that the token URL is the one of the authentication service.',
  );
}

function codeOf(body: Record<string, unknown>): string | undefined {
  return typeof body.code === 'number' ? `code ${body.code}` : undefined;
}

/** A server's words on one line of a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
}
