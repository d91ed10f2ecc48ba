/** What every status document is told to show, sentence by sentence, and of which exchanges each rule speaks. */

import { describe, expect, test } from 'vitest';
import * as rules from '../src/checks/provisioning/status-document.ts';
import { URN } from '../src/contract/contract.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Problem } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import { bulkAnswer, extension, operation, PROVISION, statusBody, statusRead } from './fixtures/provision-exchanges.ts';
import { toldOf } from './fixtures/told.ts';

const OTHER = 'ef0bffaf-863f-4b3e-9c4c-bd9c9a8b2ea7';
const ORIGIN = 'https://target.test';
const located = (location: string) => statusRead({ location });
const bulk = (body: JsonObject, status = 202) => bulkAnswer(status, body);
const ends = (location: string, id = PROVISION) =>
  `/meta/location The meta.location of a status document does not end with its id and the word status. (.../${id}/status -> ${location})`;
const origin = ['/meta/location The meta.location of a status document names another origin.'];
const place = '/operations/1/extensions/0/status';
/** A read whose second operation has this extension. */
const having = (status: JsonObject) =>
  statusRead({ operations: [operation(1, true), operation(2, true, { extensions: [{ name: URN.role, status }] })] });
const word = JSON.stringify(rules.RESULTS);
const code = (value: string) => [
  `${place}/code The code of an extension is neither empty nor a string of three digits. (a string of three digits -> ${value})`,
];
const contradiction = (result: string, expected: boolean) => [
  `${place} The result and the success flag of an extension contradict each other. ` +
    `({"result":"${result}","success":${expected}} -> {"result":"${result}","success":${!expected}})`,
];

describe('a status document', () => {
  test.each<[string, (exchange: Exchange) => readonly Problem[] | undefined, Exchange, readonly string[] | undefined]>([
    [
      'of another id',
      rules.idOfPath,
      statusRead({ id: OTHER }),
      [`/id The id of a status document is not the provision id it was read from. (${PROVISION} -> ${OTHER})`],
    ],
    ['without an id', rules.idOfPath, statusRead({ more: { id: 7 } }), undefined],
    [
      'of no provision',
      rules.idOfPath,
      exchangeOf({ operation: 'getProvisionStatus', target: '/x', status: 200, json: statusBody() }),
      undefined,
    ],
    [
      'read in part',
      rules.idOfPath,
      exchangeOf({ operation: 'getProvisionStatus', status: 206, json: statusBody({ id: OTHER }) }),
      undefined,
    ],
    ['located elsewhere', rules.locationOfId, located(`/x/${OTHER}/status`), [ends(`/x/${OTHER}/status`)]],
    ['located by a query', rules.locationOfId, located(`/x/${PROVISION}/status?a=b`), []],
    ['located by a fragment', rules.locationOfId, located(`/x/${PROVISION}/status#/?`), []],
    [
      'located after a query',
      rules.locationOfId,
      located(`/x?/${PROVISION}/status`),
      [ends(`/x?/${PROVISION}/status`)],
    ],
    ['located as its path says', rules.locationOfId, statusRead({ id: OTHER, location: `/x/${PROVISION}/status` }), []],
    ['without a location', rules.locationOfId, statusRead({ more: { meta: {} } }), undefined],
    ['of Bulk', rules.locationOfId, bulk(statusBody({ id: OTHER, location: `/x/${OTHER}/status` })), []],
    ['of Bulk, elsewhere', rules.locationOfId, bulk(statusBody({ id: OTHER, location: '/x' })), [ends('/x', OTHER)]],
    ['of Bulk, refused', rules.locationOfId, bulk(statusBody({ location: '/x' }), 400), undefined],
    [
      'of another operation',
      rules.locationOfId,
      exchangeOf({ operation: 'getUser', status: 200, json: statusBody({ location: '/x' }) }),
      undefined,
    ],
    ['at another origin', rules.locationOfOrigin, located('https://other.test/x'), origin],
    ['at an origin that begins alike', rules.locationOfOrigin, located(`${ORIGIN}.evil/x`), origin],
    ['at its origin', rules.locationOfOrigin, located(`${ORIGIN}/x`), []],
    ['at a path', rules.locationOfOrigin, located('/x'), []],
    ['at its origin in other letters', rules.locationOfOrigin, located(`${ORIGIN.toUpperCase()}/x`), []],
    ['at a host without a scheme', rules.locationOfOrigin, located('//other.test/x'), origin],
    ['at no URL', rules.locationOfOrigin, located('https://['), origin],
    ['at a path that only ends so', rules.locationOfOrigin, located('https://other.test/'), origin],
    ['at nowhere', rules.locationOfOrigin, statusRead({ more: { meta: {} } }), undefined],
    ['with a result', rules.knownResults, having({ result: 'SUCCESS' }), []],
    ['without a result', rules.knownResults, having({}), []],
    [
      'with another result',
      rules.knownResults,
      having({ result: 'done' }),
      [`${place}/result The result of an extension is none of the documented words. (${word} -> done)`],
    ],
    ['without operations', rules.knownResults, statusRead(), undefined],
    [
      'that is no JSON object',
      rules.knownResults,
      exchangeOf({ operation: 'getProvisionStatus', status: 200, text: 'done' }),
      undefined,
    ],
    ['without extensions', rules.knownResults, statusRead({ operations: [operation(1, true)] }), undefined],
    [
      'of a refusal',
      rules.knownResults,
      exchangeOf({
        operation: 'bulk',
        status: 200,
        json: statusBody({ operations: [operation(1, true, { extensions: [extension('x', 'done')] })] }),
      }),
      undefined,
    ],
    ['with an empty code', rules.codesAsText, having({ code: '' }), []],
    ['with a code', rules.codesAsText, having({ code: '200' }), []],
    ['without a code', rules.codesAsText, having({ code: null }), []],
    ['with a number', rules.codesAsText, having({ code: 200 }), code('200')],
    ['with a long code', rules.codesAsText, having({ code: '2000' }), code('2000')],
    ['with a code in words', rules.codesAsText, having({ code: 'x200' }), code('x200')],
    ['that agrees', rules.resultsAgree, having({ result: 'Error', success: false }), []],
    ['that agrees', rules.resultsAgree, having({ result: 'success', success: true }), []],
    ['that is silent', rules.resultsAgree, having({ success: true }), []],
    [
      'that contradicts itself',
      rules.resultsAgree,
      having({ result: 'Error', success: true }),
      contradiction('Error', false),
    ],
    [
      'that contradicts itself',
      rules.resultsAgree,
      having({ result: 'success', success: false }),
      contradiction('success', true),
    ],
    [
      'that lists unasked',
      rules.operationsUnasked,
      statusRead({ operations: [] }),
      ['/operations The operations are listed although nobody asked for them.'],
    ],
    [
      'that lists when asked',
      rules.operationsUnasked,
      statusRead({ operations: [] }, 'attributes=operations'),
      undefined,
    ],
    ['that lists a state', rules.operationsUnasked, statusRead({ operations: [] }, 'state=failed'), undefined],
    ['that lists nothing', rules.operationsUnasked, statusRead(), []],
    [
      'that is none',
      rules.operationsUnasked,
      exchangeOf({ operation: 'getProvisionStatus', status: 200, json: [] }),
      undefined,
    ],
    ['of another operation', rules.operationsUnasked, bulk(statusBody({ operations: [] })), undefined],
  ])('%s, row %#', (_name, rule, exchange, problems) => {
    expect(rule(exchange)?.map(toldOf)).toEqual(problems);
  });
});
