/**
 * What an unusual request may be answered. Each function reads after "expect" in a row of the errors suite. A rule that
 * only forbids server errors fails for nothing else; which permitted answer came is told as behaviour.
 */

import { type Exchange, jsonOf, mediaTypeOf } from '../model/exchange.ts';
import { type Finding, fail, judged, notExercised, pass, unmet } from '../model/finding.ts';
import { isObject, member } from '../model/json.ts';

/** An exchange beside the plain one it is compared with. */
export interface Compared {
  readonly plain: Exchange;
  readonly seen: Exchange;
}

export function isSuccess(exchange: Exchange): boolean {
  return exchange.response.status >= 200 && exchange.response.status < 300;
}

function isServerError(exchange: Exchange): boolean {
  return exchange.response.status >= 500;
}

/** Any answer but a server error. */
export function noServerError(what: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (!isServerError(exchange)) return pass(`answers ${status}`);
    return fail({
      message: `The request with ${what} got the server error ${status}.`,
      expected: 'a success or a client error',
      actual: status,
      exchange,
    });
  };
}

/** A header larger than a server may want to read: served, refused, or refused by closing the connection. */
export function oversized({ plain, seen }: { readonly plain: Exchange; readonly seen: Exchange | object }): Finding {
  if (!isSuccess(plain)) return unmet(`the plain request was answered with ${plain.response.status}`);
  return 'response' in seen ? noServerError('an oversized header')(seen) : pass('closes the connection');
}

/** Served like the plain request, whose success another requirement owns. */
export function servedAlike(what: string): (compared: Compared) => Finding {
  return ({ plain, seen }) => {
    if (!isSuccess(plain)) return unmet(`the plain request was answered with ${plain.response.status}`);
    if (!isSuccess(seen)) {
      return fail({
        message: `The request with ${what} got ${seen.response.status}, the plain one ${plain.response.status}.`,
        expected: plain.response.status,
        actual: seen.response.status,
        exchange: seen,
      });
    }
    if (isObject(jsonOf(plain)) && !isObject(jsonOf(seen))) {
      return fail({
        message: `The request with ${what} was answered without a JSON object.`,
        expected: 'a JSON object',
        actual: mediaTypeOf(seen) || 'no Content-Type',
        exchange: seen,
      });
    }
    return pass();
  };
}

/** Records what came; nothing in the documents says what should. */
export function observedStatus(exchange: Exchange): Finding {
  return pass(`answers ${exchange.response.status}`);
}

/** HEAD or OPTIONS: anything but a server error, which for an unknown method may be 501 (ruling 195). */
export function safeMethodAnswer(exchange: Exchange): Finding {
  const { method } = exchange.request;
  const { status, headers } = exchange.response;
  if (!isServerError(exchange) || status === 501) {
    return pass(`${method} answers ${status}${headers.allow === undefined ? '' : ' with Allow'}`);
  }
  return fail({
    message: `${method} got the server error ${status}.`,
    expected: 'any status below 500, or 501',
    actual: status,
    exchange,
  });
}

/** POST, PUT, PATCH or DELETE where only GET is documented. */
export function neverSucceeds(exchange: Exchange): Finding {
  const { method } = exchange.request;
  if (!isSuccess(exchange)) return pass(`${method} answers ${exchange.response.status}`);
  return fail({
    message: `${method} on a retrieval path was answered with the success ${exchange.response.status}.`,
    expected: [...REFUSALS],
    actual: exchange.response.status,
    exchange,
  });
}

const REFUSALS = new Set([400, 401, 403, 404, 405, 501]);

export function refusedAsRuled(exchange: Exchange): Finding {
  const { method } = exchange.request;
  const { status } = exchange.response;
  if (isSuccess(exchange)) return notExercised(`${method} was carried out instead of refused`);
  if (REFUSALS.has(status)) return pass(`${method} answers ${status}`);
  return fail({
    message: `${method} on a retrieval path was refused with ${status}.`,
    expected: [...REFUSALS],
    actual: status,
    exchange,
  });
}

/** The kind of body, in a stable phrase. */
export function observedBody(exchange: Exchange): Finding {
  return pass(bodyKind(exchange));
}

export function bodyKind(exchange: Exchange): string {
  const { body } = exchange.response;
  if (body.kind === 'none') return 'no body';
  if (body.kind === 'text') return mediaTypeOf(exchange) === 'text/html' ? 'HTML' : 'text';
  if (member(body.value, 'schemas') !== undefined) return 'SCIM error';
  return member(body.value, 'error_description') !== undefined ? 'OAuth error' : 'other JSON';
}

export function observedAllow(exchange: Exchange): Finding {
  if (exchange.response.status !== 405) return pass('no 405');
  return pass(exchange.response.headers.allow === undefined ? '405 without Allow' : '405 with Allow');
}

/** 404; gateways also say 403 for a path they do not know, and a server that takes the rest for an id says 400. */
export function notFound(exchange: Exchange): Finding {
  const { status } = exchange.response;
  if (status === 404 || status === 403 || status === 400) return pass(`answers ${status}`);
  return fail({
    message: `A path that no document names was answered with ${status}.`,
    expected: [404, 403, 400],
    actual: status,
    exchange,
  });
}

/** Not JSON at all: refused at once (ruling 136). */
export function badRequest(exchange: Exchange): Finding {
  const { status } = exchange.response;
  if (status === 400) return pass();
  return fail({
    message: `A body that is no JSON was answered with ${status}.`,
    expected: 400,
    actual: status,
    exchange,
  });
}

export function carriesCorrelationId(exchange: Exchange): Finding {
  const found = exchange.response.headers['concur-correlationid'];
  return judged(
    found === undefined || found === ''
      ? [
          {
            message: 'The response has no concur-correlationid header.',
            expected: 'a correlation id',
            actual: null,
            exchange,
          },
        ]
      : [],
  );
}

export function observedEcho(sent: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const found = exchange.response.headers['concur-correlationid'];
    if (found === undefined) return pass('none returned');
    return pass(found.toLowerCase() === sent.toLowerCase() ? 'echoed' : 'another value');
  };
}
