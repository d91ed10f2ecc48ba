/** Bugs in how a status moves: counts that do not add up, ends that are not final, flags that contradict counts. */

import { countOf, isArray, isObject, type JsonObject } from '../../../model/json.ts';
import type { Fault, Scratch, StatusScene } from '../../fault.ts';
import { isRead, withExtensions, within } from '../provisioning/writing.ts';

interface Counts {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  readonly pending: number;
}

function countsOf(value: JsonObject): Counts {
  const read = (name: string): number =>
    isObject(value.operationsCount) ? (countOf(value.operationsCount[name]) ?? 0) : 0;
  return { total: read('total'), success: read('success'), failed: read('failed'), pending: read('pending') };
}

const isDone = (value: JsonObject): boolean => isObject(value.status) && value.status.completed === true;

/** Which read after completion this is, from 1; 0 before. Reads of one state do not count. */
function readsAfterEnd(value: JsonObject, at: StatusScene, scratch: Scratch): number {
  if (!isRead(at) || !isDone(value) || at.query.has('state')) return 0;
  return scratch.count(at.provision.id);
}

export const faults: readonly Fault[] = [
  {
    id: 'total-counts-the-request',
    violates: 'consistency.status-total',
    summary: 'The request itself is counted as one more operation.',
    wire: 'The total is one above the number of operations sent.',
    corrupt: {
      status: (value, at) => {
        const { total, success } = countsOf(value);
        return isRead(at) ? within(value, 'operationsCount', { total: total + 1, success: success + 1 }) : value;
      },
    },
  },
  {
    id: 'operation-in-work-uncounted',
    violates: 'consistency.status-sum',
    summary: 'The operation that is being worked on is neither pending nor ended.',
    wire: 'Before completion the counts add up to one less than the total.',
    corrupt: {
      status: (value, at) => {
        const { pending } = countsOf(value);
        return isRead(at) && !isDone(value) && pending > 0
          ? within(value, 'operationsCount', { pending: pending - 1 })
          : value;
      },
    },
  },
  {
    id: 'completed-with-pending',
    violates: 'consistency.status-done',
    summary: 'The last operation of a long request is counted after the request is closed.',
    wire: 'completed is true while one operation is pending.',
    corrupt: {
      status: (value, at) => {
        const { total, success } = countsOf(value);
        return isRead(at) && isDone(value) && total > 10 && success > 0
          ? within(value, 'operationsCount', { success: success - 1, pending: 1 })
          : value;
      },
    },
  },
  {
    id: 'success-means-finished',
    violates: 'consistency.status-success',
    summary: 'The success flag of a request says that it ran to its end.',
    wire: 'success is true although operations failed.',
    corrupt: {
      status: (value, at) => (isRead(at) && isDone(value) ? within(value, 'status', { success: true }) : value),
    },
  },
  {
    id: 'completed-goes-back',
    violates: 'consistency.status-final',
    seenAs: /reported as not completed by a later read/,
    summary: 'Reads are spread over copies, and one of them lags behind.',
    wire: 'A later read of a completed request says completed false.',
    corrupt: {
      status: (value, at, scratch) =>
        readsAfterEnd(value, at, scratch) === 3 ? within(value, 'status', { completed: false, success: null }) : value,
    },
  },
  {
    id: 'outcome-changes-later',
    violates: 'consistency.status-terminal',
    summary: 'A late check of the tenant turns one success into a failure.',
    wire: 'A later read of a completed request counts one more failure.',
    seenAs: /outcome of a completed request is another one/,
    corrupt: {
      status: (value, at, scratch) => {
        const { success, failed } = countsOf(value);
        if (readsAfterEnd(value, at, scratch) !== 3 || success === 0) return value;
        const counted = within(value, 'operationsCount', { success: success - 1, failed: failed + 1 });
        return within(counted, 'status', { success: false });
      },
    },
  },
  {
    id: 'counted-before-done',
    violates: 'consistency.status-progress',
    summary: 'Operations count as successful as soon as they are handed out.',
    wire: 'Before completion every operation counts as success; at the end some have failed.',
    corrupt: {
      status: (value, at) => {
        const { total } = countsOf(value);
        return isRead(at) && !isDone(value)
          ? within(value, 'operationsCount', { success: total, failed: 0, pending: 0 })
          : value;
      },
    },
  },
  {
    id: 'last-operation-open',
    violates: 'consistency.status-views',
    summary: 'The list of operations is taken from a copy that lags behind the counts.',
    wire: 'A completed request lists an operation that is not completed.',
    corrupt: {
      status: (value, at) => {
        const { operations } = value;
        if (!isRead(at) || !isDone(value) || !isArray(operations) || at.query.has('state')) return value;
        const last = operations.length - 1;
        return {
          ...value,
          operations: operations
            .filter(isObject)
            .map((one, index) => (index === last ? within(one, 'status', { completed: false }) : one)),
        };
      },
    },
  },
  {
    id: 'error-with-success-flag',
    violates: 'consistency.extension-results',
    summary: 'The flag of an extension says that it was processed, its result that it failed.',
    wire: 'An extension has the result error and success true.',
    corrupt: {
      status: (value) =>
        withExtensions(value, (one) => [
          isObject(one.status) && one.status.result === 'error' ? within(one, 'status', { success: true }) : one,
        ]),
    },
  },
];
