/** What errors and answers to unusual requests are told to show, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import * as errors from '../src/checks/errors.ts';
import * as shape from '../src/checks/errors-shape.ts';
import { URN } from '../src/contract/contract.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import { contract, exchangeOf, type Sketch, scimError } from './fixtures/error-exchange.ts';
import { told, toldOf } from './fixtures/told.ts';

const KEYWORDS = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
];

describe('the form of an error', () => {
  const json = (more: Parameters<typeof scimError>[1] = {}, answered: Sketch['answered'] = {}): Sketch => ({
    status: 404,
    json: scimError(404, more),
    answered,
  });
  const carries = (what: string, size: string) => `${what}. (an error without payload -> ${size})`;
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

  test.each<[string, (family: 'retrieval') => ReturnType<typeof shape.jsonBody>, Sketch, readonly string[]]>([
    ['no body', shape.jsonBody, { status: 404 }, ['The 404 answer carries no body. (a JSON object -> no body)']],
    [
      'text',
      shape.jsonBody,
      { status: 400, text: 'no' },
      ['The 400 answer carries text that is no JSON. (a JSON object -> text that is no JSON)'],
    ],
    ['JSON of another shape', shape.jsonBody, { status: 400, json: [] }, []],
    [
      'another status',
      shape.statusEquals,
      json({ status: 400 }),
      ['/status The error says status 400 and came with HTTP status 404. (404 -> 400)'],
    ],
    [
      'another keyword',
      shape.scimType,
      json({ scimType: 'wrong' }),
      [`/scimType "wrong" is no scimType of RFC 7644. (${JSON.stringify(KEYWORDS)} -> wrong)`],
    ],
    [
      'no media type',
      shape.mediaType,
      json({}, { 'content-type': '' }),
      ['The JSON error came without a Content-Type. (["application/json","application/scim+json"] -> )'],
    ],
    [
      'another media type',
      shape.mediaType,
      json({}, { 'content-type': 'text/plain' }),
      ['The JSON error came as text/plain. (["application/json","application/scim+json"] -> text/plain)'],
    ],
    [
      'a list',
      shape.noPayload,
      json({ Resources: [1, 2] }),
      [`/Resources ${carries('The 404 answer carries Resources', 'a list of 2')}`],
    ],
    [
      'a user',
      shape.noPayload,
      json({ [enterprise]: { a: 1, b: 2 } }),
      [`/${enterprise} ${carries(`The 404 answer carries the user data ${enterprise}`, 'an object with 2 members')}`],
    ],
    [
      'a value of a user',
      shape.noPayload,
      json({ [URN.spendUser.toUpperCase()]: 7 }),
      [
        `/${URN.spendUser.toUpperCase()} ${carries(`The 404 answer carries the user data ${URN.spendUser.toUpperCase()}`, 'a value')}`,
      ],
    ],
    ['a member that only mentions a URN', shape.noPayload, json({ [`x-${enterprise}`]: 1 }), []],
    [
      'a status nobody names',
      shape.documentedStatus,
      { status: 418 },
      [`No document names status 418 for getUser. (${JSON.stringify(contract.operation('getUser').statuses)} -> 418)`],
    ],
  ])('%s', (_name, rule, sketch, problems) => {
    expect(rule('retrieval')(exchangeOf(sketch), contract)?.map(toldOf)).toEqual(problems);
  });

  test.each(KEYWORDS)('%s is a scimType', (keyword) => {
    expect(shape.scimType('retrieval')(exchangeOf(json({ scimType: keyword })), contract)).toEqual([]);
  });

  test('is not asked of what is no error of the API, or no object', () => {
    const extension = shape.optionalMemberSchema('errors.concur-extension');
    expect(extension(exchangeOf({ status: 404, text: 'no' }), contract)).toBeUndefined();
    expect(extension(exchangeOf({ status: 500, json: {} }), contract)).toBeUndefined();
  });

  test('has no undocumented status where a page names successes alone, or 400 alone', () => {
    const named = (statuses: readonly number[]) => {
      const operation = { ...contract.operation('getUser'), statuses };
      const other = { ...contract, operation: () => operation };
      return shape.documentedStatus('retrieval')(exchangeOf({ status: 418 }), other)?.length;
    };
    expect(named([200])).toBeUndefined();
    expect(named([200, 400])).toBe(1);
  });
});

describe('an unusual request', () => {
  const REFUSALS = '[400,401,403,404,405,501]';
  const to = (method: string, status: number, answered: Sketch['answered'] = {}) =>
    exchangeOf({ method, status, answered });
  const id = (value: string) => to('GET', 200, { 'concur-correlationid': value });

  test.each<[string, (exchange: Exchange) => Finding, Exchange, string]>([
    ['with x', errors.noServerError('x'), to('GET', 499), 'pass: answers 499'],
    [
      'with x',
      errors.noServerError('x'),
      to('GET', 500),
      'fail: The request with x got the server error 500. (a success or a client error -> 500)',
    ],
    ['of any kind', errors.observedStatus, to('GET', 302), 'pass: answers 302'],
    ['HEAD', errors.safeMethodAnswer, to('HEAD', 200), 'pass: HEAD answers 200'],
    ['OPTIONS', errors.safeMethodAnswer, to('OPTIONS', 501, { allow: 'GET' }), 'pass: OPTIONS answers 501 with Allow'],
    [
      'OPTIONS',
      errors.safeMethodAnswer,
      to('OPTIONS', 503),
      'fail: OPTIONS got the server error 503. (any status below 500, or 501 -> 503)',
    ],
    ['PUT', errors.neverSucceeds, to('PUT', 199), 'pass: PUT answers 199'],
    ['PUT', errors.neverSucceeds, to('PUT', 300), 'pass: PUT answers 300'],
    [
      'PUT',
      errors.neverSucceeds,
      to('PUT', 200),
      `fail: PUT on a retrieval path was answered with the success 200. (${REFUSALS} -> 200)`,
    ],
    ['PUT', errors.refusedAsRuled, to('PUT', 204), 'not-exercised: PUT was carried out instead of refused'],
    ['PUT', errors.refusedAsRuled, to('PUT', 405), 'pass: PUT answers 405'],
    [
      'PUT',
      errors.refusedAsRuled,
      to('PUT', 500),
      `fail: PUT on a retrieval path was refused with 500. (${REFUSALS} -> 500)`,
    ],
    ['without a body', errors.observedBody, to('GET', 401), 'pass: no body'],
    ['answered as an object', errors.observedBody, exchangeOf({ status: 401, json: { code: 5 } }), 'pass: other JSON'],
    ['answered as null', errors.observedBody, exchangeOf({ status: 401, json: null }), 'pass: other JSON'],
    ['refused', errors.observedAllow, to('PUT', 400, { allow: 'GET' }), 'pass: no 405'],
    ['refused', errors.observedAllow, to('PUT', 405), 'pass: 405 without Allow'],
    ['refused', errors.observedAllow, to('PUT', 405, { allow: 'GET' }), 'pass: 405 with Allow'],
    ['to nowhere', errors.notFound, to('GET', 403), 'pass: answers 403'],
    [
      'to nowhere',
      errors.notFound,
      to('GET', 200),
      'fail: A path that no document names was answered with 200. ([404,403,400] -> 200)',
    ],
    [
      'of no JSON',
      errors.badRequest,
      to('POST', 500),
      'fail: A body that is no JSON was answered with 500. (400 -> 500)',
    ],
    [
      'without an id',
      errors.carriesCorrelationId,
      to('GET', 200),
      'fail: The response has no concur-correlationid header. (a correlation id -> null)',
    ],
    [
      'with an empty id',
      errors.carriesCorrelationId,
      id(''),
      'fail: The response has no concur-correlationid header. (a correlation id -> null)',
    ],
    ['with an id', errors.observedEcho('abc'), id('aBC'), 'pass: echoed'],
    ['with an id', errors.observedEcho('abc'), id('x'), 'pass: another value'],
    ['with an id', errors.observedEcho('abc'), to('GET', 200), 'pass: none returned'],
  ])('%s', (_name, rule, exchange, text) => {
    expect(told(rule(exchange))).toBe(text);
  });

  test('with an oversized header may be refused, or end the connection', () => {
    const plain = exchangeOf({ status: 200 });
    const header = (seen: Exchange | object, beside = plain) => told(errors.oversized({ plain: beside, seen }));
    expect(header(exchangeOf({ status: 431 }))).toBe('pass: answers 431');
    expect(header(exchangeOf({ status: 500 }))).toBe(
      'fail: The request with an oversized header got the server error 500. (a success or a client error -> 500)',
    );
    expect(header({ closed: true })).toBe('pass: closes the connection');
    expect(header({}, exchangeOf({ status: 500 }))).toBe('precondition: the plain request was answered with 500');
  });

  test('is served like the plain one', () => {
    const served = exchangeOf({ status: 200, json: {} });
    const alike = (seen: Sketch, plain = served) => told(errors.servedAlike('x')({ plain, seen: exchangeOf(seen) }));
    expect(alike({ status: 404 })).toBe('fail: The request with x got 404, the plain one 200. (200 -> 404)');
    expect(alike({ status: 200, text: '<a/>', answered: { 'content-type': 'text/xml' } })).toBe(
      'fail: The request with x was answered without a JSON object. (a JSON object -> text/xml)',
    );
    expect(alike({ status: 200 })).toBe(
      'fail: The request with x was answered without a JSON object. (a JSON object -> no Content-Type)',
    );
    expect(alike({ status: 200 }, exchangeOf({ status: 200, text: 'x' }))).toBe('pass');
    expect(alike({ status: 200 }, exchangeOf({ status: 300 }))).toBe(
      'precondition: the plain request was answered with 300',
    );
  });
});
