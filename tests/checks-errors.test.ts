import { describe, expect, test } from 'vitest';
import {
  badRequest,
  bodyKind,
  carriesCorrelationId,
  neverSucceeds,
  noServerError,
  notFound,
  observedEcho,
  refusedAsRuled,
  safeMethodAnswer,
  servedAlike,
} from '../src/checks/errors.ts';
import { acceptsJson, isApiError, isDocumentedRequest } from '../src/checks/errors-scope.ts';
import {
  documentedStatus,
  errorSchema,
  jsonBody,
  mediaType,
  noPayload,
  optionalMemberSchema,
  scimType,
  statusEquals,
} from '../src/checks/errors-shape.ts';
import { URN } from '../src/contract/contract.ts';
import { contract, exchangeOf, type Sketch, scimError } from './fixtures/error-exchange.ts';

const ID = '7f3b9c52-64d1-4e0a-9a8e-2c51d0b7e3f6';

describe('an error of the API itself', () => {
  const own: readonly [string, Sketch][] = [
    ['404 of a lookup', { status: 404 }],
    ['400 of a list with a query', { operation: 'listUsers', target: '/x/Users?filter=country%20eq', status: 400 }],
    ['400 of Bulk under the other base', { operation: 'bulk', target: '/profile/v4/Bulk', status: 400 }],
    ['415 of Bulk', { operation: 'bulk', status: 415 }],
    ['404 of a status', { operation: 'getProvisionStatus', status: 404 }],
  ];
  test.each(own)('%s is one', (_name, sketch) => {
    expect(isApiError(exchangeOf(sketch), contract)).toBe(true);
  });

  const others: readonly [string, Sketch][] = [
    ['a success', { status: 200 }],
    [
      'a path that is only mentioned somewhere',
      { operation: 'listRoleCodes', target: '/v/Users/roleCodes', status: 404 },
    ],
    ['a server error', { status: 500 }],
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['429', { status: 429 }],
    ['a URL that was too long', { status: 414 }],
    ['another method', { method: 'DELETE', status: 405 }],
    ['HEAD', { method: 'HEAD', status: 404 }],
    ['a path below a user', { target: `/v/Users/${ID}/more`, status: 404 }],
    ['a trailing slash', { target: `/v/Users/${ID}/`, status: 404 }],
    ['a dot segment', { target: `/v/Users/../Users/${ID}`, status: 404 }],
    ['an encoded dot segment', { target: '/v/Users/%2e%2e', status: 404 }],
    ['an encoded slash', { target: '/v/Users/a%2Fb', status: 400 }],
    ['an encoded NUL in the path', { target: '/v/Users/a%00b', status: 400 }],
    ['broken percent-encoding in the path', { target: '/v/Users/%zz', status: 400 }],
    ['broken percent-encoding in the query', { operation: 'listUsers', target: '/v/Users?a=%zz', status: 400 }],
    ['bytes that are no UTF-8', { operation: 'listUsers', target: '/v/Users?a=%ff', status: 400 }],
    ['an unescaped quote', { operation: 'listUsers', target: '/v/Users?filter=country+eq+"US"', status: 400 }],
    ['unescaped brackets', { operation: 'listUsers', target: '/v/Users?filter=customData[id]', status: 400 }],
    ['a very long URL', { operation: 'listUsers', target: `/v/Users?filter=${'a'.repeat(5000)}`, status: 400 }],
    ['a very large header', { headers: { 'x-note': 'a'.repeat(5000) }, status: 400 }],
  ];
  test.each(others)('%s is none', (_name, sketch) => {
    expect(isApiError(exchangeOf(sketch), contract)).toBe(false);
  });

  test('the id of another operation does not make a documented request', () => {
    expect(isDocumentedRequest(exchangeOf({ operation: 'getUser', target: '/v/Users', status: 404 }), contract)).toBe(
      false,
    );
  });
});

describe('Accept', () => {
  test.each(['*/*', 'application/json', 'text/html, application/*;q=0.2', 'APPLICATION/SCIM+JSON; charset=utf-8'])(
    '%s lets the server answer in JSON',
    (accept) => expect(acceptsJson(exchangeOf({ headers: { accept }, status: 404 }))).toBe(true),
  );
  test.each(['text/html', 'application/json;q=0', 'application/jsonp', ''])('%s does not', (accept) =>
    expect(acceptsJson(exchangeOf({ headers: { accept }, status: 404 }))).toBe(false),
  );
});

describe('the form of an error', () => {
  const good = exchangeOf({ status: 404, json: scimError(404) });

  test('a SCIM error passes every rule', () => {
    for (const rule of [jsonBody, statusEquals, scimType, mediaType, noPayload, documentedStatus]) {
      expect(rule('retrieval')(good, contract)).toEqual([]);
      expect(rule('provisioning')(good, contract)).toBeUndefined();
    }
  });

  test('a body that is no JSON, or none', () => {
    const html = exchangeOf({ status: 404, text: '<html>no</html>', answered: { 'content-type': 'text/html' } });
    expect(jsonBody('retrieval')(html, contract)).toHaveLength(1);
    expect(jsonBody('retrieval')(exchangeOf({ status: 404 }), contract)).toHaveLength(1);
    // One defect, one rule.
    expect(mediaType('retrieval')(html, contract)).toBeUndefined();
    expect(statusEquals('retrieval')(html, contract)).toBeUndefined();
  });

  test('a client that wants no JSON may get none', () => {
    const html = exchangeOf({ status: 406, text: 'no', headers: { accept: 'text/html' } });
    expect(jsonBody('retrieval')(html, contract)).toBeUndefined();
  });

  test.each([401, 403, 429, 500, 503])('any body is permitted on %d', (status) => {
    const html = exchangeOf({ status, text: '<html></html>' });
    expect(jsonBody('retrieval')(html, contract)).toBeUndefined();
    expect(mediaType('retrieval')(html, contract)).toBeUndefined();
  });

  test('the status member is compared as a number, whatever its type', () => {
    const of = (status: string | number | null) =>
      statusEquals('retrieval')(exchangeOf({ status: 404, json: scimError(404, { status }) }), contract);
    expect(of('404')).toEqual([]);
    expect(of(400)).toHaveLength(1);
    expect(of('400')).toHaveLength(1);
    expect(of('not found')).toBeUndefined();
    expect(of(null)).toBeUndefined();
  });

  test('scimType is a keyword, null or absent', () => {
    const of = (value: string | number | null) =>
      scimType('retrieval')(exchangeOf({ status: 400, json: scimError(400, { scimType: value }) }), contract);
    expect(of('invalidFilter')).toEqual([]);
    expect(of(null)).toEqual([]);
    expect(of('null')).toHaveLength(1);
    expect(of('InvalidFilter')).toHaveLength(1);
    expect(of(7)).toBeUndefined();
  });

  test.each([
    ['application/json; charset=utf-8', 0],
    ['Application/SCIM+JSON', 0],
    ['text/plain', 1],
    ['application/json+scim', 1],
    ['', 1],
  ])('media type %s', (type, problems) => {
    const exchange = exchangeOf({ status: 404, json: scimError(404), answered: { 'content-type': type } });
    expect(mediaType('retrieval')(exchange, contract)).toHaveLength(problems);
  });

  test('no resources and no user data', () => {
    const of = (more: Parameters<typeof scimError>[1]) =>
      noPayload('retrieval')(exchangeOf({ status: 404, json: scimError(404, more) }), contract);
    expect(of({ Resources: [] })).toHaveLength(1);
    expect(of({ [URN.spendUser]: { country: 'US' } })).toHaveLength(1);
    expect(of({ id: 'x', externalId: null, meta: {}, [URN.concurError]: { messages: [] } })).toEqual([]);
  });

  test('a problem never quotes the data it should not have seen', () => {
    const problems = noPayload('retrieval')(
      exchangeOf({ status: 404, json: scimError(404, { [URN.spendUser]: { country: 'secret' } }) }),
      contract,
    );
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  test('statuses outside every list are told', () => {
    expect(documentedStatus('retrieval')(exchangeOf({ status: 418 }), contract)).toHaveLength(1);
    expect(documentedStatus('retrieval')(exchangeOf({ status: 415 }), contract)).toEqual([]);
    expect(
      documentedStatus('retrieval')(exchangeOf({ operation: 'listRoleCodes', status: 418 }), contract),
    ).toBeUndefined();
  });

  test('the schema speaks about errors of the API alone', () => {
    const owned = errorSchema('errors.retrieval-error-schema');
    expect(owned(exchangeOf({ status: 404, json: { message: 'no' } }), contract)).not.toHaveLength(0);
    expect(owned(exchangeOf({ status: 405, method: 'DELETE', json: { message: 'no' } }), contract)).toBeUndefined();
  });

  test('an error without the Concur extension keeps its rule', () => {
    const extension = optionalMemberSchema('errors.concur-extension');
    const bulk = (more: Parameters<typeof scimError>[1]) =>
      extension(
        exchangeOf({ operation: 'bulk', status: 400, json: scimError(400, { status: '400', ...more }) }),
        contract,
      );
    expect(bulk({})).toEqual([]);
    expect(bulk({ [URN.concurError]: { messages: [{ code: 'BAD', type: 'error' }] } })).toEqual([]);
    expect(bulk({ [URN.concurError]: { messages: { code: 'BAD', type: 'error' } } })).toHaveLength(1);
    expect(bulk({ [URN.concurError]: { messages: [{ type: 'error' }] } })).toHaveLength(1);
  });
});

describe('answers to unusual requests', () => {
  test('only a server error breaks a rule against server errors', () => {
    expect(noServerError('x')(exchangeOf({ status: 406 }))).toEqual({ verdict: 'pass', behaviour: 'answers 406' });
    expect(noServerError('x')(exchangeOf({ status: 200 })).verdict).toBe('pass');
    expect(noServerError('x')(exchangeOf({ status: 500 })).verdict).toBe('fail');
  });

  test('a request is held against the plain one', () => {
    const served = exchangeOf({ status: 200, json: {} });
    const alike = servedAlike('x');
    expect(alike({ plain: served, seen: served }).verdict).toBe('pass');
    expect(alike({ plain: served, seen: exchangeOf({ status: 406 }) }).verdict).toBe('fail');
    expect(alike({ plain: served, seen: exchangeOf({ status: 200, text: '<list/>' }) }).verdict).toBe('fail');
    expect(alike({ plain: exchangeOf({ status: 500 }), seen: served }).verdict).toBe('inconclusive');
  });

  test('an unsupported method', () => {
    const answered = (status: number) => exchangeOf({ method: 'DELETE', status });
    expect(neverSucceeds(answered(204)).verdict).toBe('fail');
    expect(refusedAsRuled(answered(204)).verdict).toBe('not-exercised');
    for (const status of [400, 401, 403, 404, 405, 501]) {
      expect(neverSucceeds(answered(status)).verdict).toBe('pass');
      expect(refusedAsRuled(answered(status)).verdict).toBe('pass');
    }
    expect(neverSucceeds(answered(500)).verdict).toBe('pass');
    expect(refusedAsRuled(answered(500)).verdict).toBe('fail');
  });

  test('HEAD and OPTIONS may be unknown, and may not upset', () => {
    const head = (status: number) => safeMethodAnswer(exchangeOf({ method: 'HEAD', status })).verdict;
    expect([200, 404, 405, 501].map(head)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(head(500)).toBe('fail');
  });

  test('an unknown path is unknown or forbidden', () => {
    expect(notFound(exchangeOf({ status: 404 })).verdict).toBe('pass');
    expect(notFound(exchangeOf({ status: 403 })).verdict).toBe('pass');
    expect(notFound(exchangeOf({ status: 400 })).verdict).toBe('pass');
    expect(notFound(exchangeOf({ status: 200 })).verdict).toBe('fail');
    expect(notFound(exchangeOf({ status: 500 })).verdict).toBe('fail');
  });

  test('a body that is no JSON gets 400 and nothing else', () => {
    expect(badRequest(exchangeOf({ operation: 'bulk', status: 400 })).verdict).toBe('pass');
    for (const status of [202, 404, 415, 500]) {
      expect(badRequest(exchangeOf({ operation: 'bulk', status })).verdict).toBe('fail');
    }
  });

  test('the correlation id', () => {
    const header = 'concur-correlationid';
    expect(carriesCorrelationId(exchangeOf({ status: 200 })).verdict).toBe('fail');
    const answer = exchangeOf({ status: 200, answered: { [header]: 'ABC' } });
    expect(carriesCorrelationId(answer).verdict).toBe('pass');
    expect(observedEcho('abc')(answer)).toEqual({ verdict: 'pass', behaviour: 'echoed' });
    expect(observedEcho('xyz')(answer)).toEqual({ verdict: 'pass', behaviour: 'another value' });
  });

  test('kinds of bodies', () => {
    expect(bodyKind(exchangeOf({ status: 401 }))).toBe('no body');
    expect(bodyKind(exchangeOf({ status: 401, text: 'no', answered: { 'content-type': 'text/html' } }))).toBe('HTML');
    expect(bodyKind(exchangeOf({ status: 401, text: 'no' }))).toBe('text');
    expect(bodyKind(exchangeOf({ status: 401, json: scimError(401) }))).toBe('SCIM error');
    expect(bodyKind(exchangeOf({ status: 401, json: { code: 5, error_description: 'no' } }))).toBe('OAuth error');
    expect(bodyKind(exchangeOf({ status: 401, json: [] }))).toBe('other JSON');
  });
});
