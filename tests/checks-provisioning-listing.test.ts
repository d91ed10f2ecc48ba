/** What a detailed status is told to list of the operations that were sent, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import * as listing from '../src/checks/provisioning/listing.ts';
import type { Submission } from '../src/checks/provisioning/submission.ts';
import { URN } from '../src/contract/contract.ts';
import type { Finding } from '../src/model/finding.ts';
import type { JsonObject } from '../src/model/json.ts';
import { ended, extension, operation, sentOperations, submission } from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

/** A request of `count` operations whose status lists these. */
const list = (count: number, operations: readonly JsonObject[] | undefined) =>
  submission([{ counts: [count, 0, 0, 0], ...(operations && { operations }) }], { sent: sentOperations(count) });

describe('a detailed status', () => {
  const echoes = (...ids: readonly (string | null)[]) =>
    list(
      2,
      ids.map((bulkId, index) => operation(index + 1, true, { bulkId })),
    );
  const stands = (times: number, bulkId: string, ids: string) =>
    `fail: /operations A bulkId that was sent once stands on ${times} operations of the status. (${bulkId} -> ${ids})`;
  const unsent = { sent: [{ method: 'POST' as const, extensions: [] }] };
  const wanting = (...extensions: readonly string[]) => ({ sent: sentOperations(1, { extensions }) });
  const has = (...names: readonly string[]) => ({ extensions: names.map((name) => extension(name, 'success')) });

  test.each<[string, (one: Submission) => Finding, Submission, string]>([
    ['with bulkIds', listing.bulkIdsEchoed, echoes('op-1', 'op-2'), 'pass'],
    ['with bulkIds', listing.bulkIdsEchoed, echoes('op-1', null), stands(0, 'op-2', '["op-1",null]')],
    [
      'with bulkIds',
      listing.bulkIdsEchoed,
      echoes('op-1', 'op-2', 'op-2'),
      stands(2, 'op-2', '["op-1","op-2","op-2"]'),
    ],
    ['with bulkIds', listing.bulkIdsEchoed, echoes('op-1'), 'not-exercised: the status lists too few operations'],
    ['with bulkIds', listing.bulkIdsEchoed, list(2, undefined), 'not-exercised: the status lists no operations'],
    [
      'with bulkIds',
      listing.bulkIdsEchoed,
      list(
        101,
        Array.from({ length: 100 }, (_, index) => operation(index + 1, true)),
      ),
      expect.stringContaining('A bulkId that was sent once stands on 0 operations'),
    ],
    [
      'without bulkIds',
      listing.bulkIdsEchoed,
      ended(true, {}, unsent),
      'not-exercised: no operation was sent with a bulkId',
    ],
    ['without bulkIds', listing.bulkIdGenerated, ended(true, { bulkId: null }), 'pass: no bulkId'],
    ['without bulkIds', listing.bulkIdGenerated, list(1, undefined), 'precondition: the status lists no operation'],
    ['with extensions', listing.extensionsListed, ended(true, has(URN.role.toUpperCase()), wanting(URN.role)), 'pass'],
    [
      'with extensions',
      listing.extensionsListed,
      ended(true, has(URN.spendUser), wanting(URN.role)),
      `fail: /operations/0/extensions The extension ${URN.role} was sent and is not listed with its operation. (${URN.role} -> ["${URN.spendUser}"])`,
    ],
    [
      'with extensions in another order than they were sent',
      listing.extensionsListed,
      submission([{ operations: [operation(2, true, has(URN.role)), operation(1, true, has(URN.spendUser))] }], {
        sent: sentOperations(2, { extensions: [URN.role] }),
      }),
      `fail: /operations/1/extensions The extension ${URN.role} was sent and is not listed with its operation. (${URN.role} -> ["${URN.spendUser}"])`,
    ],
    ['with extensions', listing.extensionsListed, submission([{}]), 'precondition: the status lists no operations'],
    ['with extensions', listing.extensionsListed, list(2, [operation(1, true)]), 'pass'],
    ['listed', listing.operationsListed, submission([]), 'precondition: the detailed status could not be read'],
    [
      'listed',
      listing.operationsListed,
      list(2, []),
      'fail: /operations A status read with attributes=operations lists no operations. (2 -> 0)',
    ],
    ['listed', listing.operationsListed, list(0, []), 'pass'],
  ])('%s, row %#', (_name, rule, one, text) => {
    expect(told(rule(one))).toEqual(text);
  });

  test('without a list of operations is told so', () => {
    const one = ended(true);
    const bare = { ...one, detailed: one.detailed && { ...one.detailed, operations: undefined } };
    expect(told(listing.operationsListed(bare))).toBe(
      'fail: /operations A status read with attributes=operations lists no operations. (1 -> null)',
    );
    expect(told(listing.extensionsListed(bare))).toBe('precondition: the status lists no operations');
  });
});
