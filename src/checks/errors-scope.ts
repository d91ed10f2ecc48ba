/**
 * Which answers the rules about errors speak of. A client error counts as the API's own only where nothing in front of
 * the API is likely to have answered: the documented method and path, a URL any HTTP server accepts, and a status that
 * gateways do not use (rulings 113 and 115). Everything else may look as it likes.
 */

import type { Contract, Operation } from '../contract/contract.ts';
import type { Exchange } from '../model/exchange.ts';

export type Family = Operation['family'];

/** Statuses that a gateway, a proxy or the HTTP front of a server gives for itself, with any body. */
const FRONT_DOOR = new Set([401, 403, 407, 408, 411, 413, 414, 417, 421, 425, 426, 429, 431, 451]);

/** Longer than this, and the HTTP front of a server may refuse a URL or a set of headers on its own. */
const LONGEST_PLAIN = 4000;

/** Characters RFC 3986 lets stand in a path or query; some HTTP servers refuse any other before the API sees it. */
const PLAIN_TARGET = /^[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*$/;

/** Paths that are only mentioned somewhere; what answers there may well be the front door (ruling 8). */
const BARELY_KNOWN: ReadonlySet<string> = new Set(['listRoleCodes']);

/** A 4xx that the API itself gave to a request of the documented form. */
export function isApiError(exchange: Exchange, contract: Contract): boolean {
  const { status } = exchange.response;
  return status >= 400 && status < 500 && !FRONT_DOOR.has(status) && isDocumentedRequest(exchange, contract);
}

/** The operation's own method on its own path, written so that every HTTP server passes it on. */
export function isDocumentedRequest(exchange: Exchange, contract: Contract): boolean {
  if (BARELY_KNOWN.has(exchange.operation)) return false;
  const { method, path } = contract.operation(exchange.operation);
  return exchange.request.method === method && isPlainRequest(exchange) && endsLike(path, pathOf(exchange));
}

export function familyOf(exchange: Exchange, contract: Contract): Family {
  return contract.operation(exchange.operation).family;
}

/** Whether the request lets the server answer in JSON. */
export function acceptsJson(exchange: Exchange): boolean {
  const accept = exchange.request.headers.accept;
  if (accept === undefined) return true;
  return accept
    .split(',')
    .map((range) => range.trim().toLowerCase())
    .some(
      (range) => /^(\*\/\*|application\/(\*|json|scim\+json))\s*(;|$)/.test(range) && !/;\s*q=0(\.0*)?$/.test(range),
    );
}

function isPlainRequest(exchange: Exchange): boolean {
  const target = targetOf(exchange);
  if (target.length > LONGEST_PLAIN || !PLAIN_TARGET.test(target)) return false;
  const headers = Object.entries(exchange.request.headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  if (headers > LONGEST_PLAIN) return false;
  try {
    const path = decodeURIComponent(pathOf(exchange));
    decodeURIComponent(target);
    // An encoded slash, a backslash, a dot segment or a control character in a path is refused, or rewritten into
    // another path, by many servers on their own.
    return !/%2f|%5c/i.test(pathOf(exchange)) && !/\/\.{1,2}(\/|$)/.test(path) && ![...path].some((one) => one < ' ');
  } catch {
    return false;
  }
}

/** Path and query exactly as sent; a URL object would rewrite them. */
function targetOf(exchange: Exchange): string {
  return exchange.request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
}

function pathOf(exchange: Exchange): string {
  return targetOf(exchange).replace(/\?.*/, '');
}

/** Compares the end of the path only: a target may hold the operation under another prefix. */
function endsLike(template: string, path: string): boolean {
  const segments = template.split('/');
  const parameter = segments.findIndex((segment) => segment.startsWith('{'));
  const tail = segments.slice(parameter === -1 ? -1 : parameter - 1);
  const end = path.split('/').slice(-tail.length);
  return tail.every((segment, index) => (segment.startsWith('{') ? end[index] !== '' : end[index] === segment));
}
