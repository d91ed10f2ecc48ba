/** How write requests are answered at once, sentence by sentence, and what is told of single users and of DELETE. */

import { describe, expect, test } from 'vitest';
import * as acceptance from '../src/checks/provisioning/acceptance.ts';
import { isNoSuccess, keepsSpendData } from '../src/checks/provisioning/deletion.ts';
import * as users from '../src/checks/provisioning/users.ts';
import { URN } from '../src/contract/contract.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import {
  bulkAnswer,
  ended,
  operation,
  refused,
  sentOperations,
  spendUser,
  submission,
  userRead,
} from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const POST = 'POST /prefix/provisioning/v4/Bulk ->';
const barred = (status: number) => `precondition: not permitted: ${POST} ${status}`;
const notAccepted = (status: number) => `not-exercised: the request was not accepted (${POST} ${status})`;
const total = (value: Json) => bulkAnswer(202, { operationsCount: { total: value } });

describe('a request answered at once', () => {
  const documented = (answer: Exchange) => acceptance.acceptedWith(answer, [202]);
  const either = (answer: Exchange) => acceptance.acceptedWith(answer, [201, 202]);
  const limited = (answer: Exchange) => acceptance.withinLimit(answer, 'A list of 5');
  const above = (answer: Exchange) => acceptance.refusedWith(answer, [413, 400], 'A list of 5');
  const noError = (answer: Exchange) => acceptance.noServerError(answer, 'A list of 5');
  const bulkResponse = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
  const isResponse = (schemas: string) =>
    'fail: /schemas The answer to a Bulk request is a BulkResponse, not a provision status. ' +
    `(${URN.provisionStatus} -> ${schemas})`;
  const other = (value: string) =>
    'fail: /operationsCount/total A request without operations was accepted with a total other than 0. ' +
    `(0 -> ${value})`;

  test.each<[string, (answer: Exchange) => Finding, Exchange, string]>([
    ['well-formed', acceptance.accepted, bulkAnswer(429), barred(429)],
    [
      'well-formed',
      acceptance.accepted,
      bulkAnswer(404),
      'fail: A well-formed request was answered with 404. (2xx -> 404)',
    ],
    ['accepted with a status', documented, bulkAnswer(400), notAccepted(400)],
    [
      'accepted with a status',
      documented,
      bulkAnswer(200),
      'fail: An accepted request was answered with 200, not with 202. (202 -> 200)',
    ],
    [
      'accepted with a status',
      either,
      bulkAnswer(200),
      'fail: An accepted request was answered with 200, not with 201 or 202. ([201,202] -> 200)',
    ],
    ['as a status', acceptance.isStatusDocument, bulkAnswer(400), notAccepted(400)],
    [
      'as a BulkResponse',
      acceptance.isStatusDocument,
      bulkAnswer(200, { schemas: [bulkResponse, 'urn:x', 7] }),
      isResponse(`["${bulkResponse}","urn:x",7]`),
    ],
    [
      'as a BulkResponse',
      acceptance.isStatusDocument,
      bulkAnswer(200, { schemas: bulkResponse }),
      isResponse(bulkResponse),
    ],
    [
      'as nothing',
      acceptance.isStatusDocument,
      bulkAnswer(202, 'ok'),
      'fail: The answer to an accepted Bulk request is no JSON object, so it names no provision. (a provision status with an id -> nothing)',
    ],
    ['with a location', acceptance.hasLocation, bulkAnswer(404), notAccepted(404)],
    ['with a location', acceptance.hasLocation, bulkAnswer(202, 'ok'), 'precondition: the answer is no JSON object'],
    [
      'without a location',
      acceptance.hasLocation,
      bulkAnswer(202, { meta: {} }),
      'fail: /meta The answer carries no meta.location.',
    ],
    ['within limits', limited, bulkAnswer(403), barred(403)],
    ['within limits', limited, bulkAnswer(413), 'fail: A list of 5 was answered with 413. (2xx -> 413)'],
    ['above limits', above, bulkAnswer(401), barred(401)],
    ['above limits', above, bulkAnswer(202), 'fail: A list of 5 was answered with 202. ([413,400] -> 202)'],
    ['without an error', noError, bulkAnswer(500), 'fail: A list of 5 was answered with 500. (no 5xx -> 500)'],
    ['without operations', acceptance.emptyAccepted, bulkAnswer(403), barred(403)],
    ['without operations', acceptance.emptyAccepted, bulkAnswer(400), 'pass: refused with 400'],
    [
      'without operations',
      acceptance.emptyAccepted,
      bulkAnswer(300),
      'fail: A request without operations was answered with 300. (400, or 2xx with a total of 0 -> 300)',
    ],
    ['without operations', acceptance.emptyAccepted, total(0), 'pass: accepted with a total of 0'],
    ['without operations', acceptance.emptyAccepted, total('0'), 'pass: accepted with a total of 0'],
    ['without operations', acceptance.emptyAccepted, total('1'), other('1')],
    ['without operations', acceptance.emptyAccepted, bulkAnswer(202, {}), other('null')],
  ])('%s', (_name, rule, answer, text) => {
    expect(told(rule(answer))).toBe(text);
  });
});

describe('a request that must not succeed', () => {
  const check = (one: ReturnType<typeof submission>) => told(acceptance.refusedOrFailed(one, 0, 'An odd one'));
  const undecided = submission([{ counts: [1, 0, 0, 1] }]);

  test('is refused, or accepted and failed', () => {
    expect(check(refused(403))).toBe(barred(403));
    expect(check(refused(300))).toBe(
      'fail: An odd one was answered with 300. (4xx, or 2xx and a failed operation -> 300)',
    );
    expect(check(undecided)).toBe('precondition: the status does not tell how the operation ended');
    expect(check(ended(true, { extensions: [{ name: URN.role, status: { result: 'error' } }] }))).toBe(
      'pass: accepted, then failed',
    );
    const done = ended(true);
    expect(check(done)).toBe(
      'fail: /operations An odd one was accepted, and its operation is reported as success. ' +
        '(a refusal or a failed operation -> success)',
    );
    expect(acceptance.refusedOrFailed(done, 0, 'x')).toMatchObject({
      problems: [{ exchange: done.detailed?.exchange }],
    });
    const counted = submission([{ counts: [1, 1, 0, 0] }]);
    const finding = acceptance.refusedOrFailed(counted, 0, 'x');
    expect(finding.verdict === 'fail' && finding.problems[0]).not.toHaveProperty('exchange');
  });

  test('is only recorded where the documents are silent', () => {
    expect(told(acceptance.recordOutcome(refused(422), 0))).toBe('pass: refused with 422');
    expect(told(acceptance.recordOutcome(ended(false), 0))).toBe('pass: accepted, then failed');
    expect(told(acceptance.recordOutcome(submission([], { end: 'unreadable', detail: 'no status' }), 0))).toBe(
      'precondition: no status',
    );
  });
});

describe('single users', () => {
  const created = (json: Json, status = 201, answered: Readonly<Record<string, string>> = {}) =>
    exchangeOf({ operation: 'createUser', status, json, answered });
  const url = (statusUrl: Json, provisionId: Json = 'P-1') => created({ meta: { provisionId, statusUrl } });
  const wrong = (statusUrl: string) =>
    'fail: /meta/statusUrl The statusUrl of a single-user answer does not end with its provisionId and the word status. ' +
    `(.../P-1/status -> ${statusUrl})`;
  const unnamed = 'not-exercised: provisionId or statusUrl is missing';

  test.each<[Exchange, string]>([
    [url('https://x.test/P-1/status'), 'pass'],
    [url('https://x.test/P-1/status?attributes=operations'), 'pass'],
    [url('https://x.test/P-1/status#x?y'), 'pass'],
    [url('https://x.test/P-1/state'), wrong('https://x.test/P-1/state')],
    [url('https://x.test/XP-1/status'), wrong('https://x.test/XP-1/status')],
    [url(7), unnamed],
    [url('https://x.test/P-1/status', 7), unnamed],
    [created({}), unnamed],
  ])('the statusUrl, row %#', (answer, text) => {
    expect(told(users.statusUrlOfProvision(answer))).toBe(text);
  });

  test('say nothing where they were not accepted', () => {
    const answer = created({ meta: { provisionId: 'P-1', statusUrl: 'x' } }, 400);
    expect(told(users.statusUrlOfProvision(answer))).toMatch(
      /^not-exercised: the request was not accepted \(POST .* -> 400\)$/,
    );
    expect(told(users.spendMembers(answer))).toBe('precondition: the request was not accepted');
    expect(told(users.spendMembers(created('x')))).toBe('precondition: the request was not accepted');
  });

  test('carry spend extensions or not, which is recorded', () => {
    expect(told(users.spendMembers(created({ id: 'x', [URN.role]: {} })))).toBe('pass: spend extensions in the answer');
    expect(told(users.spendMembers(created({ id: 'x' })))).toBe('pass: identity only');
  });

  test('are named by a header once they are created', () => {
    const without = 'fail: A creation was answered with 201 and without a Location header. (a Location header -> null)';
    expect(told(users.locationOfCreated(created({}, 200)))).toBe(
      'not-exercised: the creation was not answered with 201',
    );
    expect(told(users.locationOfCreated(created({}, 201, { location: '/x' })))).toBe('pass');
    expect(told(users.locationOfCreated(created({}, 201, { location: '' })))).toBe(without);
    expect(told(users.locationOfCreated(created({})))).toBe(without);
  });

  test('the path of Bulk is recorded without its prefix', () => {
    const at = (target: string, status = 202) =>
      told(users.pathOfBulk(exchangeOf({ operation: 'bulk', target, status })));
    expect(at('/provisioning/v4/Bulk')).toBe('pass: at /provisioning/v4/Bulk');
    expect(at('/x/profile/v4/Bulk')).toBe('pass: at /profile/v4/Bulk');
    expect(at('/profile/v4/Bulk', 404)).toBe('pass: at none of the documented paths');
  });
});

describe('a DELETE', () => {
  const gone = (actual: string) =>
    `fail: After a Bulk DELETE the spend data of the user are gone. (the spend data stay -> ${actual})`;
  const kept = userRead(spendUser({}));

  test.each<[Parameters<typeof keepsSpendData>, string]>([
    [[refused(405), []], 'precondition: the user was not read after the request'],
    [[refused(405), [userRead(undefined, 503)]], 'precondition: the user could not be read (503)'],
    [[refused(405), [kept]], 'pass: refused with 405'],
    [[ended(true), [kept]], 'pass: accepted, then success, and nothing removed'],
    [[ended(true), [kept, userRead(undefined)]], gone('404')],
    [[ended(true), [userRead({ id: 'x' })]], gone('no SpendUser extension')],
  ])('keeps the spend data, row %#', (seen, text) => {
    expect(told(keepsSpendData(...seen))).toBe(text);
  });

  test('is no success', () => {
    expect(told(isNoSuccess(ended(true), [kept, userRead(undefined)]))).toBe(
      'not-exercised: the data is gone, which another rule judges',
    );
    expect(told(isNoSuccess(ended(true), [kept]))).toMatch(/^fail: \/operations A Bulk DELETE was accepted/);
    const many = submission([{ counts: [2, 0, 2, 0], operations: [operation(1, false)] }], { sent: sentOperations(2) });
    expect(told(isNoSuccess(many, [kept]))).toBe('pass: accepted, then failed');
  });
});
