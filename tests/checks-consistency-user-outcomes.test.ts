/** Histories made of exchanges: how an operation on a user ended, as the reads of its request's status tell it. */

import { describe, expect, test } from 'vitest';
import type { GapNote, Witnessed } from '../src/checks/consistency/recording.ts';
import { URN } from '../src/contract/contract.ts';
import type { OutcomeEvent } from '../src/model/history.ts';
import type { JsonObject } from '../src/model/json.ts';
import { extension, operation, PROVISION, statusBody, USER } from './fixtures/provision-exchanges.ts';
import { bulk, events, intent, now, OTHER, of, patch, status } from './fixtures/recordings.ts';

const outcomesOf = (
  sent: readonly JsonObject[],
  reads: readonly Witnessed[],
  gaps: readonly GapNote[] = [],
): readonly OutcomeEvent[] => {
  const submit = { ...bulk(sent), end: (reads[0]?.end ?? now()) - 1 };
  const told = events(of([submit, ...reads], [intent(submit, USER)], gaps), USER);
  return told.filter((one): one is OutcomeEvent => one.kind === 'outcome');
};

describe('an operation', () => {
  test.each<[string, readonly JsonObject[], Witnessed, readonly string[]]>([
    [
      'by its bulkId',
      [patch(USER, 'a'), patch(OTHER, 'b')],
      status(statusBody({ operations: [operation(1, true, { bulkId: 'b' }), operation(2, false, { bulkId: 'a' })] })),
      ['failed'],
    ],
    [
      'by its user',
      [patch(USER), patch(OTHER)],
      status(
        statusBody({
          operations: [
            operation(1, true, { resource: { id: OTHER } }),
            operation(2, false, { resource: { id: USER } }),
          ],
        }),
      ),
      ['failed'],
    ],
    [
      'by all counts of success',
      [patch(USER), patch(OTHER)],
      status(statusBody({ counts: [2, 2, 0, 0] })),
      ['success'],
    ],
    ['by all counts of failure', [patch(USER), patch(OTHER)], status(statusBody({ counts: [2, 0, 2, 0] })), ['failed']],
    ['not by some counts', [patch(USER), patch(OTHER)], status(statusBody({ counts: [2, 1, 1, 0] })), ['unknown']],
    ['not by counts of another number', [patch(USER)], status(statusBody({ counts: [2, 2, 0, 0] })), ['unknown']],
    [
      'not by a bulkId that was sent twice',
      [patch(USER, 'a'), patch(OTHER, 'a')],
      status(statusBody({ counts: [2, 1, 1, 0], operations: [operation(1, true, { bulkId: 'a', resource: null })] })),
      ['unknown'],
    ],
    [
      'not by two entries for one operation',
      [patch(USER)],
      status(statusBody({ counts: [1, 0, 0, 0], operations: [operation(1, true), operation(2, true)] })),
      ['unknown'],
    ],
    [
      'not before it is completed',
      [patch(USER)],
      status(statusBody({ completed: false, operations: [operation(1, true)] })),
      [],
    ],
    [
      'not by a list in one state',
      [patch(USER)],
      status(statusBody({ operations: [operation(1, true)] }), '?state=failed'),
      [],
    ],
    [
      'by the one entry for one operation, whatever that names',
      [patch(USER, 'a')],
      status(statusBody({ counts: [1, 0, 0, 1], operations: [operation(1, false, { bulkId: 'b', resource: null })] })),
      ['failed'],
    ],
    [
      'not by an entry that has no bulkId either',
      [patch(USER), patch(OTHER, 'b')],
      status(
        statusBody({
          counts: [2, 1, 1, 0],
          operations: [
            operation(1, true, { bulkId: null, resource: { id: OTHER } }),
            operation(2, false, { bulkId: 'b', resource: null }),
          ],
        }),
      ),
      ['unknown'],
    ],
    [
      'not by a bulkId that was sent twice beside another',
      [patch(USER, 'a'), patch(OTHER, 'a'), patch(OTHER, 'b')],
      status(statusBody({ counts: [3, 2, 1, 0], operations: [operation(1, true, { bulkId: 'a', resource: null })] })),
      ['unknown'],
    ],
    [
      'not by its user where that has two entries',
      [patch(USER), patch(USER, undefined, `${URN.role}:roles`)],
      status(
        statusBody({
          counts: [2, 1, 1, 0],
          operations: [operation(1, true, { bulkId: null }), operation(2, false, { bulkId: null })],
        }),
      ),
      ['unknown', 'unknown'],
    ],
    [
      'not by an entry that does not tell it',
      [patch(USER, 'a')],
      status(statusBody({ counts: [1, 0, 1, 0], operations: [operation(1, null)] })),
      ['failed'],
    ],
  ])('tells how it ended %s', (_name, sent, read, outcomes) => {
    expect(outcomesOf(sent, [read]).map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  const counted = status(statusBody({ counts: [1, 0, 1, 0] }));
  const detailed = status(
    statusBody({ operations: [operation(1, true, { extensions: [extension(URN.spendUser, 'success')] })] }),
  );
  const later = status(statusBody({ operations: [operation(1, false)] }));
  const from = ({ exchange, end }: Witnessed) => ({
    kind: 'outcome',
    operation: 'getProvisionStatus',
    start: exchange.startedAt,
    end,
    exchange,
    request: PROVISION,
    index: 0,
  });

  test('ended as the first read says that lists it, with its extensions', () => {
    expect(outcomesOf([patch(USER)], [counted, detailed, later])).toEqual([
      {
        ...from(detailed),
        outcome: 'success',
        extensions: [{ name: URN.spendUser, result: 'success', success: true }],
      },
    ]);
  });

  test('ended as the first counts say where no read lists it', () => {
    const again = status(statusBody({ counts: [1, 1, 0, 0] }));
    expect(outcomesOf([patch(USER)], [counted, again])).toEqual([
      { ...from(counted), outcome: 'failed', extensions: [] },
    ]);
  });

  test('ended as told before and after a gap in which its status could not be read', () => {
    const gap: GapNote = {
      kind: 'unreachable',
      operation: 'getProvisionStatus',
      id: PROVISION,
      detail: 'why',
      start: 0,
      end: 1,
    };
    expect(outcomesOf([patch(USER)], [detailed], [gap]).map(({ outcome }) => outcome)).toEqual(['success']);
  });
});
