/** Builds exchanges from what went over the wire. Bodies are kept as bytes and parsed when somebody looks. */

import { createHash } from 'node:crypto';
import type { Attempt, Body, Exchange, ExchangeRequest, Role } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import type { OperationId } from '../model/requirement.ts';
import type { WireRequest, WireResponse } from './transport.ts';

export interface Happening {
  readonly id: number;
  readonly operation: OperationId;
  readonly role: Role;
  readonly request: WireRequest;
  readonly response: WireResponse;
  readonly startedAt: number;
  readonly ms: number;
  readonly attempts?: readonly Attempt[];
}

/** A request as it may be kept: without its token. */
export function sentRequest({ method, url, headers, body }: WireRequest): ExchangeRequest {
  return { method, url, headers: withoutToken(headers), ...(body !== undefined && { body }) };
}

interface Made {
  readonly digest: string;
  body: WeakRef<Body> | undefined;
}

/** What was made of a response's bytes: they are often looked at again, and in a proof the same bytes come again. */
const made = new WeakMap<Uint8Array, Made>();

function madeOf(bytes: Uint8Array): Made {
  const known = made.get(bytes);
  if (known) return known;
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
  const fresh: Made = { digest, body: undefined };
  made.set(bytes, fresh);
  return fresh;
}

/** The body in these bytes. Parsed pages are large and cheap to make again: held only while somebody uses them. */
export function bodyOf(bytes: Uint8Array): Body {
  const own = madeOf(bytes);
  const known = own.body?.deref();
  if (known) return known;
  const fresh = readBody(bytes);
  own.body = new WeakRef(fresh);
  return fresh;
}

/** Smaller ones are not worth comparing. */
const WORTH_SHARING = 4096;

/**
 * Gives equal bodies of a run the same bytes: the same pages are read in several walks, and most of a run's memory is
 * pages. What was parsed of one is known of the others as well.
 */
export function keepingOnce(): (bytes: Uint8Array) => Uint8Array {
  const kept = new Map<string, WeakRef<Uint8Array>>();
  return (bytes) => {
    if (bytes.byteLength < WORTH_SHARING) return bytes;
    const { digest } = madeOf(bytes);
    const known = kept.get(digest)?.deref();
    if (known && Buffer.compare(known, bytes) === 0) return known;
    kept.set(digest, new WeakRef(bytes));
    return bytes;
  };
}

export function recordExchange(happening: Happening): Exchange {
  const { request, response } = happening;
  const bytes = response.body;
  return {
    id: happening.id,
    operation: happening.operation,
    role: happening.role,
    request: sentRequest(request),
    ...(happening.attempts && { attempts: happening.attempts }),
    response: {
      status: response.status,
      headers: response.headers,
      bytes: bytes.byteLength,
      digest: madeOf(bytes).digest,
      get body() {
        return bodyOf(bytes);
      },
    },
    startedAt: happening.startedAt,
    ms: happening.ms,
  };
}

function withoutToken(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { authorization, ...rest } = headers;
  if (authorization === undefined) return rest;
  const scheme = authorization.split(' ')[0] ?? '';
  return { ...rest, authorization: `${scheme} ***` };
}

function readBody(bytes: Uint8Array): Body {
  if (bytes.byteLength === 0) return { kind: 'none' };
  const text = new TextDecoder().decode(bytes);
  try {
    return { kind: 'json', value: JSON.parse(text) as Json };
  } catch {
    return { kind: 'text', text };
  }
}
