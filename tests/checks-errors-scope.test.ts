/** Which requests are so plain that an error about them is the API's own, and which of them accept JSON. */

import { describe, expect, test } from 'vitest';
import { acceptsJson, isDocumentedRequest } from '../src/checks/errors-scope.ts';
import { contract, exchangeOf, type Sketch } from './fixtures/error-exchange.ts';

describe('a request that any server passes on', () => {
  const get = (target: string, headers: Sketch['headers'] = {}) =>
    isDocumentedRequest(exchangeOf({ operation: 'listUsers', target, headers, status: 400 }), contract);
  const filler = (length: number) => 'a'.repeat(length);

  test('is of bounded length', () => {
    const start = '/prefix/v/Users?a=';
    expect(get(`/v/Users?a=${filler(4000 - start.length)}`)).toBe(true);
    expect(get(`/v/Users?a=${filler(4001 - start.length)}`)).toBe(false);
    const own = 'accept'.length + 'application/json'.length + 'x'.length;
    expect(get('/v/Users', { x: filler(4000 - own) })).toBe(true);
    expect(get('/v/Users', { x: filler(4001 - own) })).toBe(false);
    expect(get('/v/Users', { [filler(4001)]: '' })).toBe(false);
  });

  test.each([
    ['an encoded blank in its path', '/a%20b/Users', true],
    ['a dot at the end of a segment', '/a./Users', true],
    ['a backslash in its path', '/a%5Cb/Users', false],
    ['a URL in its query', '/v/Users?at=https://x/y', true],
    ['a path that only ends alike', '/v/NotUsers', false],
  ])('%s', (_name, target, plain) => {
    expect(get(target)).toBe(plain);
  });

  test('is read from its first slash on, whatever stands before it', () => {
    const sent = exchangeOf({ operation: 'listUsers', status: 400 });
    const to = (url: string) => isDocumentedRequest({ ...sent, request: { ...sent.request, url } }, contract);
    expect(to('https://a.test:8443/Users')).toBe(true);
    expect(to('HTTPS://a"b/Users')).toBe(true);
    expect(to('/Users?at=https://x"y/z')).toBe(false);
    expect(to('https://a.test')).toBe(false);
  });

  test.each([
    ['/v/Users/some-id', true],
    ['/v/Users/', false],
    ['/v/Users', false],
    ['/v/Users/some-id/', false],
    ['/v/Groups/some-id', false],
  ])('has an id where the path takes one: %s', (target, documented) => {
    expect(isDocumentedRequest(exchangeOf({ operation: 'getUser', target, status: 400 }), contract)).toBe(documented);
  });

  test.each([
    ['application/json;q=0.0', false],
    ['application/json;q=0.00', false],
    ['application/json; q=0', false],
    ['application/json;q=0.01', true],
    ['application/json ; charset=utf-8', true],
    ['text/application/json', false],
    ['x-*/*', false],
  ])('Accept: %s', (accept, accepted) => {
    expect(acceptsJson(exchangeOf({ headers: { accept }, status: 404 }))).toBe(accepted);
  });

  test('accepts JSON where it says nothing', () => {
    const { request, ...rest } = exchangeOf({ status: 404 });
    expect(acceptsJson({ ...rest, request: { ...request, headers: {} } })).toBe(true);
  });
});
