/** One request and its response, as it happened. Nothing here knows how it was sent. */

import type { Json } from './json.ts';
import type { OperationId } from './requirement.ts';

/**
 * Which token a request carries. `lower-case-scheme` is the company token after `bearer`; it, `none` and the two broken
 * forms are probes of the authorization area.
 */
export const ROLES = [
  'company',
  'readonly',
  'noscope',
  'user',
  'none',
  'garbage',
  'wrong-scheme',
  'lower-case-scheme',
] as const;
export type Role = (typeof ROLES)[number];

/** A body that could be read as JSON, one that could not, or none at all. */
export type Body =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

export interface ExchangeRequest {
  readonly method: string;
  /** Absolute, exactly as sent. */
  readonly url: string;
  /** Lower-case names. The Authorization header holds a placeholder, never a token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ExchangeResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Size in bytes after content decoding. */
  readonly bytes: number;
  /** `sha256:` and the first 16 hex digits over the decoded body. */
  readonly digest: string;
  /** Parsed when first asked for. */
  readonly body: Body;
}

/** One of several tries of the same request: what came of it, and how long was waited before the next. */
export interface Attempt {
  /** Milliseconds since the epoch, by the run's clock. */
  readonly startedAt: number;
  readonly ms: number;
  readonly status?: number;
  /** Instead of a status: why nothing came that could be read. */
  readonly failure?: string;
  readonly waitedMs?: number;
}

export interface Exchange {
  /** Position in the run, from 1. */
  readonly id: number;
  readonly operation: OperationId;
  readonly role: Role;
  readonly request: ExchangeRequest;
  readonly response: ExchangeResponse;
  /** Milliseconds since the epoch, by the run's clock. */
  readonly startedAt: number;
  readonly ms: number;
  /** All tries, this one the last, where there was more than one. */
  readonly attempts?: readonly Attempt[];
}

/** The JSON body of a response, or undefined where it is none. */
export function jsonOf(exchange: Exchange): Json | undefined {
  return exchange.response.body.kind === 'json' ? exchange.response.body.value : undefined;
}

/** `type/subtype` in lower case without parameters, or an empty string. */
export function mediaTypeOf(exchange: Exchange): string {
  return (exchange.response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** `GET /path?query -> 200`: how an exchange is named in messages. */
export function describeExchange(exchange: Exchange): string {
  const { pathname, search } = new URL(exchange.request.url);
  return `${exchange.request.method} ${pathname}${search} -> ${exchange.response.status}`;
}
