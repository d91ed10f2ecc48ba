/**
 * Whether a caller gets what its token opens, and nothing else. A call with broken or missing credentials must be told
 * so; one without the scope must not be served. Which status says so is a rule of its own, so that one defect is one red.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, fail, notExercised, type Problem, pass, unmet } from '../model/finding.ts';
import { canonicalJson, isObject } from '../model/json.ts';
import { payloadProblems } from './errors-shape.ts';

function isSuccess(exchange: Exchange): boolean {
  return exchange.response.status >= 200 && exchange.response.status < 300;
}

function isRefusal(exchange: Exchange): boolean {
  return exchange.response.status === 401 || exchange.response.status === 403;
}

/** 401 and nothing else. */
export function unauthorized(without: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (status === 401) return pass();
    const told = isSuccess(exchange) ? `was served with ${status}` : `was answered with ${status}`;
    return fail({ message: `A call ${without} ${told}.`, expected: 401, actual: status, exchange });
  };
}

/** 401, or 400 for a request that RFC 6750 calls malformed. */
export function unauthorizedOrMalformed(what: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (status === 401 || status === 400) return pass(`answers ${status}`);
    return fail({
      message: `A call with ${what} was answered with ${status}.`,
      expected: [401, 400],
      actual: status,
      exchange,
    });
  };
}

/** Anything but a success. */
export function neverServed(token: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (!isSuccess(exchange)) return pass();
    return fail({
      message: `A call with ${token} was served with ${status}.`,
      expected: 'a refusal',
      actual: status,
      exchange,
    });
  };
}

/** 401 or 403. Whether the call was served at all may be another rule's business, which is red then: `served` says so. */
export function refused(token: string, served: 'fails' | 'is judged elsewhere'): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (isRefusal(exchange)) return pass(`answers ${status}`);
    if (isSuccess(exchange) && served === 'is judged elsewhere') {
      return notExercised('the call was served instead of refused');
    }
    return fail({
      message: `A call with ${token} was answered with ${status}.`,
      expected: [403, 401],
      actual: status,
      exchange,
    });
  };
}

/** A call that a token should not open, and the same call of the company where the first was answered as unknown. */
export interface Barred {
  readonly seen: Exchange;
  readonly company?: Exchange;
}

/** Judges how a call was barred, unless nobody could make it. */
export function whereItExists(expect: (exchange: Exchange) => Finding): (probe: Barred) => Finding {
  return ({ seen, company }) =>
    company && !isSuccess(company)
      ? notExercised(`the company token is answered with ${company.response.status} as well`)
      : expect(seen);
}

/** A call that everybody with the scope is served; what else may stop it is another requirement's business. */
export function opened(token: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    if (isSuccess(exchange) || isRefusal(exchange)) return notRefused(token)(exchange);
    return unmet(`the call itself was answered with ${exchange.response.status}`);
  };
}

/** Whatever the call came to, it was not the token that stopped it. */
export function notRefused(token: string): (exchange: Exchange) => Finding {
  return (exchange) => {
    const { status } = exchange.response;
    if (!isRefusal(exchange)) return pass();
    return fail({
      message: `A call with ${token} was refused with ${status}.`,
      expected: 'an answer to the request itself',
      actual: status,
      exchange,
    });
  };
}

export function observedAccess(exchange: Exchange): Finding {
  return pass(isRefusal(exchange) ? `refused with ${exchange.response.status}` : 'not refused');
}

export function observedChallenge(exchange: Exchange): Finding {
  if (exchange.response.status !== 401) return pass('no 401');
  const challenge = exchange.response.headers['www-authenticate'];
  if (challenge === undefined) return pass('401 without WWW-Authenticate');
  return pass(/\bbearer\b/i.test(challenge) ? '401 with a Bearer challenge' : '401 with another challenge');
}

/** The same lookup for a user that exists and for two that do not. */
export interface Lookups {
  readonly existing: Exchange | undefined;
  readonly unknown: Exchange;
  readonly otherUnknown: Exchange;
}

/** A caller that is refused cannot tell an unknown user by the status (ruling 191). */
export function sameStatusForUnknown({ existing, unknown }: Lookups): Finding {
  if (existing === undefined) return unmet('no listed user has an id that could be looked up');
  if (isSuccess(existing) || isSuccess(unknown)) return unmet('the call was served instead of refused');
  const found = existing.response.status;
  const missing = unknown.response.status;
  if (found === missing) return pass(`both answer ${found}`);
  return fail({
    message: `A refused caller gets ${found} for a user that exists and ${missing} for one that does not.`,
    expected: found,
    actual: missing,
    exchange: unknown,
  });
}

/** Nor by the body. Bodies that differ between two unknown users differ by themselves, and prove nothing. */
export function sameBodyForUnknown({ existing, unknown, otherUnknown }: Lookups): Finding {
  if (existing === undefined) return unmet('no listed user has an id that could be looked up');
  const all = [existing, unknown, otherUnknown];
  if (all.some(isSuccess)) return unmet('the call was served instead of refused');
  if (new Set(all.map((one) => one.response.status)).size > 1) {
    return notExercised('the status alone tells the two apart, and the bodies say the same');
  }
  const found = gistOf(existing);
  const missing = gistOf(unknown);
  if (missing !== gistOf(otherUnknown)) return pass('refusals differ by themselves');
  if (found === missing) return pass();
  return fail({
    message: 'The body of a refusal differs between a user that exists and users that do not.',
    expected: missing,
    actual: found,
    exchange: existing,
  });
}

const LONGEST_GIST = 300;

/** A body without what differs from call to call: ids, times and numbers. */
function gistOf(exchange: Exchange): string {
  const { body } = exchange.response;
  const text = body.kind === 'json' ? canonicalJson(body.value) : body.kind === 'text' ? body.text : '';
  return text
    .replaceAll(/[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}/gi, '#')
    .replaceAll(/\b[0-9a-f]{16,}\b/gi, '#')
    .replaceAll(/\d+/g, '#')
    .slice(0, LONGEST_GIST);
}

/** The same read without a token, with one, and without one again; then with one. */
export interface Alternation {
  readonly refusedFirst: Exchange;
  readonly served: Exchange;
  readonly refusedAgain: Exchange;
  readonly servedAgain: Exchange;
}

export function decidedAfresh({ refusedFirst, served, refusedAgain, servedAgain }: Alternation): Finding {
  // Without these two there is nothing a cache could have kept.
  if (isSuccess(refusedFirst)) return unmet('the call was served before any token was shown');
  const problems: Problem[] = [];
  if (!isSuccess(served) && !isRefusal(served)) {
    return unmet(`the read itself was answered with ${served.response.status}`);
  }
  if (isRefusal(served)) {
    problems.push({
      message: `A call with the company token got ${served.response.status} after an equal one was refused.`,
      expected: 'an answer to the request itself',
      actual: served.response.status,
      exchange: served,
    });
  }
  if (isSuccess(refusedAgain)) {
    problems.push({
      message: `A call that was refused before was served with ${refusedAgain.response.status} after an equal one with a token.`,
      expected: refusedFirst.response.status,
      actual: refusedAgain.response.status,
      exchange: refusedAgain,
    });
  }
  if (isSuccess(served) && isRefusal(servedAgain)) {
    problems.push({
      message: `A call with the company token got ${servedAgain.response.status} although an equal one was served before.`,
      expected: served.response.status,
      actual: servedAgain.response.status,
      exchange: servedAgain,
    });
  }
  return problems.length === 0 ? pass() : { verdict: 'fail', problems };
}

/** Not `id`, `meta` and `name`: errors of gateways and of one formal description have members called so. */
const USER_MEMBERS = ['userName', 'emails', 'totalResults'];

/** Standing: what a 401 or 403 tells about users. Its form is free, its contents are not. */
export function carriesNoData(exchange: Exchange): readonly Problem[] | undefined {
  if (!isRefusal(exchange)) return undefined;
  const body = jsonOf(exchange);
  if (!isObject(body)) return [];
  const members = USER_MEMBERS.filter((key) => Object.hasOwn(body, key)).map((key) => ({
    message: `The ${exchange.response.status} answer carries the member ${key} of a user or a list.`,
    pointer: `/${key}`,
    expected: 'a refusal without data',
    actual: key,
  }));
  return [...payloadProblems(body, exchange), ...members];
}
