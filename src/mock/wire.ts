/**
 * What comes in and what goes out, free of any HTTP library: the Fastify adapter and in-process callers both speak
 * these types.
 */

import type { Json } from '../model/json.ts';

/** A request as it stood on the wire. */
export interface Incoming {
  readonly method: string;
  /** Raw path and query, undecoded: `/profile/spend/v4.1/Users?count=2`. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Payload =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' };

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Payload;
  /** Waited on the world's clock before the answer is given. */
  readonly delayMs?: number;
  /** Asks the network adapter to compress; in-process callers get the plain text. */
  readonly compress?: boolean;
  /** Asks the network adapter to send the body in chunks, without a length. */
  readonly chunked?: boolean;
}

const TEXTS = new WeakMap<Payload, string>();

export function json(value: Json): Payload {
  return { kind: 'json', value };
}

export function text(content: string): Payload {
  return { kind: 'text', text: content };
}

export const NOTHING: Payload = { kind: 'none' };

/** JSON whose text is known already; the value is made only if somebody looks at it. */
export function writtenJson(content: string): Payload {
  let parsed: { readonly value: Json } | undefined;
  const payload: Payload = {
    kind: 'json',
    get value() {
      parsed ??= { value: JSON.parse(content) };
      return parsed.value;
    },
  };
  TEXTS.set(payload, content);
  return payload;
}

/** The body as it goes over the wire; undefined for none. */
export function textOf(payload: Payload): string | undefined {
  if (payload.kind === 'none') return undefined;
  if (payload.kind === 'text') return payload.text;
  return TEXTS.get(payload) ?? JSON.stringify(payload.value);
}

/** The same answer with another body. */
export function withJson(answer: Answer, value: Json): Answer {
  return { ...answer, payload: json(value) };
}

/** The same answer with one header set, or removed where the value is undefined. */
export function withHeader(answer: Answer, name: string, value: string | undefined): Answer {
  const { [name]: _removed, ...rest } = answer.headers;
  return { ...answer, headers: value === undefined ? rest : { ...rest, [name]: value } };
}
