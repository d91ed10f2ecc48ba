/**
 * Keeps one access token fresh: renews it before it expires, and once when a target refuses it. Everybody who asks while
 * a renewal is under way waits for the same one. It knows no role and no request.
 */

import type { Clock } from '../model/clock.ts';
import { explain } from '../model/errors.ts';
import type { Grant, IssuedToken } from './token-endpoint.ts';
import { TransportFailure } from './transport.ts';

export interface TokenKeeper {
  /** A token that is still valid; a TransportFailure where it expired and cannot be renewed. */
  current(): Promise<string>;
  /** Another token than the refused one, or undefined where a new one was refused just the same. */
  replacement(refused: string): Promise<string | undefined>;
  /** Tells the keeper how the replaced token fared. */
  accepted(yes: boolean): void;
  /** Until no renewal is under way: a refresh token that nobody wrote down would be lost. */
  settled(): Promise<void>;
}

export interface KeeperOptions {
  readonly clock: Clock;
  readonly first: IssuedToken;
  /** How the first token was got; a refresh token, where there is one, comes before it. */
  readonly grant: Grant;
  readonly request: (grant: Grant) => Promise<IssuedToken>;
  /** Told of every refresh token that takes the place of another. */
  readonly onRefreshToken: (token: string) => Promise<void>;
}

/** Renewed this long before its end, or after nine tenths of a short life. */
const MARGIN_MS = 60_000;
/** After a renewal failed, nobody asks again for as long. */
const REST_MS = 15_000;

export function createTokenKeeper(options: KeeperOptions): TokenKeeper {
  const { clock } = options;
  let held = options.first;
  let since = clock.now();
  let refreshToken = options.first.refreshToken ?? refreshTokenOf(options.grant);
  let renewing: Promise<void> | undefined;
  let failed: { readonly at: number; readonly error: unknown } | undefined;
  /** A new token was refused like the one before, so that its age is not the reason. */
  let inVain = false;

  const ageLimit = (): number => {
    const life = held.lifetimeMs;
    return life === undefined ? Number.POSITIVE_INFINITY : life - Math.min(MARGIN_MS, life / 10);
  };

  async function ask(): Promise<IssuedToken> {
    if (refreshToken === undefined) return options.request(options.grant);
    const refresh: Grant = { kind: 'refresh_token', refreshToken };
    try {
      return await options.request(refresh);
    } catch (error) {
      // The way the first token was got is still open where it needs no refresh token.
      if (options.grant.kind === 'refresh_token') throw error;
      refreshToken = undefined;
      return options.request(options.grant);
    }
  }

  async function renew(): Promise<void> {
    if (failed !== undefined && clock.now() - failed.at < REST_MS) throw failed.error;
    const askedAt = clock.now();
    try {
      const issued = await ask();
      held = issued;
      since = askedAt;
      failed = undefined;
      inVain = false;
      if (issued.refreshToken !== undefined && issued.refreshToken !== refreshToken) {
        refreshToken = issued.refreshToken;
        await options.onRefreshToken(issued.refreshToken);
      }
    } catch (error) {
      failed = { at: clock.now(), error };
      throw error;
    }
  }

  function renewOnce(): Promise<void> {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    async current() {
      const age = clock.now() - since;
      if (age < ageLimit()) return held.accessToken;
      try {
        await renewOnce();
      } catch (error) {
        if (held.lifetimeMs !== undefined && clock.now() - since >= held.lifetimeMs) throw noToken(error);
      }
      return held.accessToken;
    },
    async replacement(refused) {
      if (inVain) return undefined;
      if (refused === held.accessToken) {
        await renewOnce().catch((error: unknown) => {
          throw noToken(error);
        });
      }
      return held.accessToken === refused ? undefined : held.accessToken;
    },
    accepted(yes) {
      inVain = !yes;
    },
    async settled() {
      await renewing?.catch(() => {});
    },
  };
}

function refreshTokenOf(grant: Grant): string | undefined {
  return grant.kind === 'refresh_token' ? grant.refreshToken : undefined;
}

function noToken(error: unknown): TransportFailure {
  const why = explain(error).split('\n')[0];
  return new TransportFailure('no-token', 'TOKEN', `the token could not be renewed: ${why}`);
}
