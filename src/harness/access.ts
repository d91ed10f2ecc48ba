/**
 * Gets a run its tokens before anything is judged, and the base URL that goes with them. From here on tokens exist on the
 * wire and in the redactor only.
 */

import { withKeptTokens } from '../http/bearer-transport.ts';
import { answerOf, sendPolitely } from '../http/polite.ts';
import { isLoopback } from '../http/proxy.ts';
import type { Redactor } from '../http/redact.ts';
import { type Grant, type IssuedToken, requestToken } from '../http/token-endpoint.ts';
import { createTokenKeeper, type TokenKeeper } from '../http/token-keeper.ts';
import type { Transport, WireRequest } from '../http/transport.ts';
import type { Clock } from '../model/clock.ts';
import { explain, NoGroundError } from '../model/errors.ts';
import { baseAfter, requireConfirmedHost } from './destination.ts';
import { type GrantSettings, grantSecrets, tokenMark } from './grants.ts';
import { Interruption } from './interruption.ts';
import { handOver } from './rotation.ts';
import type { RunSettings } from './settings.ts';
import type { TokenRole } from './tokens.ts';

export interface Access {
  /** Puts the tokens where the engine writes their marks. */
  readonly transport: Transport;
  readonly baseUrl: string;
  /** What went wrong with the credentials without ending the run; grows while it is under way. */
  readonly warnings: readonly string[];
}

export interface AccessGround {
  readonly settings: RunSettings;
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Aborted when nobody waits for the first tokens any more. */
  readonly halt?: AbortSignal;
}

/** Throws a NoGroundError where a token endpoint refuses, and a UsageError where the host needs to be confirmed. */
export async function openAccess(ground: AccessGround): Promise<Access> {
  const { settings, transport } = ground;
  const follows = settings.geolocation !== 'ignore';
  // Nothing is sent before a run that must not write to a place is told so, wherever that place is known already.
  if (!follows) requireConfirmedHost(ground.baseUrl, settings);
  const warnings: string[] = [];
  const roles = await beforeHalt(ground, () =>
    all([...settings.grants].map(([role, grant]) => openRole(role, grant, ground, warnings))),
  );
  const named = roles.find((one) => one.role === 'company')?.first.geolocation;
  const baseUrl = baseAfter(named && withoutSecret(named, ground), ground.baseUrl, settings.geolocation);
  if (follows) {
    requireConfirmedHost(baseUrl, settings);
    if (named === undefined) warnings.push('the token response names no geolocation: the base URL stays as it is');
  }
  const { protocol, hostname, host } = new URL(baseUrl);
  if (protocol === 'http:' && !isLoopback(hostname)) {
    warnings.push(`tokens go to ${host} over plain HTTP, where anybody on the way can read them`);
  }
  const keepers = new Map(roles.map((one) => [tokenMark(one.role), one.keeper]));
  return { transport: withKeptTokens(transport, keepers), baseUrl, warnings };
}

/** A base URL stands in every artefact. */
function withoutSecret(named: string, { settings, redactor }: AccessGround): string {
  if (settings.geolocation === 'ignore' || !redactor.holdsSecret(named)) return named;
  throw new NoGroundError(
    'the token response names a geolocation that holds a token or a secret; it was not followed',
    'Set geolocation: ignore in the target file, and tell whoever runs the token endpoint.',
  );
}

/** What waits for an answer of a token endpoint ends at once when the run is interrupted. */
async function beforeHalt<T>({ halt, transport }: AccessGround, work: () => Promise<T>): Promise<T> {
  const stop = () => void transport.close();
  halt?.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    if (halt?.aborted) throw interrupted();
    throw error;
  } finally {
    halt?.removeEventListener('abort', stop);
  }
}

const interrupted = () => new Interruption('interrupted', 'the run was interrupted before it had its tokens');

/** Waits for every one before it fails: a refresh token that comes in meanwhile must still reach its place. */
async function all<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

interface OpenRole {
  readonly role: TokenRole;
  readonly first: IssuedToken;
  readonly keeper: TokenKeeper;
}

async function openRole(
  role: TokenRole,
  own: GrantSettings,
  ground: AccessGround,
  warnings: string[],
): Promise<OpenRole> {
  const { settings, transport, redactor, clock } = ground;
  // Only for the first token: what cleans up after an interruption may need another one.
  let halt = ground.halt;
  const haltable: Clock = { now: () => clock.now(), sleep: (ms) => clock.sleep(ms, halt) };
  // A wire that was closed opens again for whoever sends.
  const sendUnlessHalted = (wire: WireRequest) =>
    halt?.aborted ? Promise.reject(interrupted()) : transport.send(wire);
  const placeholder = `$${own.tokenVariable}`;
  for (const secret of grantSecrets(own)) redactor.learn(secret, '***');
  const request = (grant: Grant) =>
    requestToken(
      {
        // A token endpoint that is busy did nothing yet; anything else is asked once.
        send: (wire) =>
          sendPolitely(() => sendUnlessHalted(wire), { clock: haltable, isRead: false, random: Math.random }).then(
            answerOf,
          ),
        learn: (secret) => redactor.learn(secret, placeholder),
        text: (value) => redactor.foreign(value),
        timeoutMs: settings.limits.budgets.responseMs,
      },
      own.client,
      grant,
    );
  const first = await firstToken(own, request);
  halt = undefined;
  if (first.refreshToken !== undefined && first.refreshToken !== givenRefreshToken(own)) {
    await handOver(first.refreshToken, own);
    if (own.grant.kind === 'refresh_token' && !hasPlace(own)) warnings.push(nowhere(role));
  }
  const keeper = createTokenKeeper({
    clock,
    first,
    grant: own.grant,
    request,
    onRefreshToken: async (token) => {
      // The new access token is good: a run under way goes on, and its end says what happened.
      await handOver(token, own).catch((error: unknown) => warnings.push(explain(error).replaceAll(/\s+/g, ' ')));
    },
  });
  return { role, first, keeper };
}

/** By the refresh token of an earlier run, where there is one and it still works; else as the target file says. */
async function firstToken(own: GrantSettings, request: (grant: Grant) => Promise<IssuedToken>): Promise<IssuedToken> {
  if (own.kept === undefined || own.grant.kind === 'refresh_token') return request(own.grant);
  return request({ kind: 'refresh_token', refreshToken: own.kept }).catch(() => request(own.grant));
}

function givenRefreshToken({ grant, kept }: GrantSettings): string | undefined {
  return grant.kind === 'refresh_token' ? grant.refreshToken : kept;
}

function hasPlace({ rotated }: GrantSettings): boolean {
  return rotated.file !== undefined || rotated.command !== undefined;
}

function nowhere(role: TokenRole): string {
  return (
    `the ${role} refresh token was replaced by a new one, and the target file names no place for it: ` +
    'add refreshTokenFile or refreshTokenCommand, or the next run may be refused'
  );
}
