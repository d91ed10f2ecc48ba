/**
 * Quiet bugs that only a history shows: what comes back, what one view alone forgets, what a refused request leaves
 * behind, what a status says too early or in one view only.
 */

import { URN } from '../../../contract/contract.ts';
import { countOf, isArray, isObject, type Json, type JsonObject } from '../../../model/json.ts';
import { type Fault, isRefusal, type Person, type Scratch, spendUserOf, withSpend } from '../../fault.ts';
import type { Scene } from '../../scene.ts';
import { isRead, sentBody, valuesUnder, within } from '../provisioning/writing.ts';

const CODE = 'cashAdvanceAccountCode';
/** How long the queue waits before it delivers again what was not acknowledged. */
const REDELIVERY_MS = 600;

const isDone = (value: JsonObject): boolean => isObject(value.status) && value.status.completed === true;
const counted = (value: JsonObject, name: string): number =>
  isObject(value.operationsCount) ? (countOf(value.operationsCount[name]) ?? 0) : 0;
const codeOf = (person: Person): Json => spendUserOf(person)[CODE] ?? null;

/** Remembers what a refused Bulk asked for. */
export function noteRefused(at: Scene, scratch: Scratch): void {
  const { Operations } = sentBody(at);
  const [first] = isArray(Operations) ? Operations.filter(isObject) : [];
  const [code] = valuesUnder(first?.data, 'value').filter((one) => typeof one === 'string');
  if (typeof first?.path === 'string' && code !== undefined) scratch.keep(first.path.toLowerCase(), code);
}

/** The person with what a refused Bulk asked for, if there was one. */
export function withRefused(person: Person, scratch: Scratch): Person {
  const code = scratch.recall(`/users/${person.id}`);
  return typeof code === 'string' ? withSpend(person, URN.spendUser, { [CODE]: code }) : person;
}

export const faults: readonly Fault[] = [
  {
    id: 'redelivered-write',
    violates: 'consistency.write-not-undone',
    summary: 'The queue delivers the change of a single user again after a while, behind a later one.',
    wire: 'Some time after a PUT the lookup shows the account code of the PATCH before it, for good.',
    seenAs: /value of an earlier write came back/,
    corrupt: {
      apply: (value, at, scratch) => {
        const code = at.task.method === 'PATCH' && at.provision.kind === 'User' ? value[0] && codeOf(value[0]) : null;
        if (typeof code === 'string' && value[0]) scratch.keep(value[0].id, code);
        return value;
      },
      lookup: (value, at, scratch) => {
        if (value === undefined || isRefusal(value)) return value;
        const code = scratch.recall(value.id);
        return code !== undefined && at.now - value.modified > REDELIVERY_MS
          ? withSpend(value, URN.spendUser, { [CODE]: code })
          : value;
      },
    },
  },
  {
    id: 'list-row-loses-state',
    violates: 'consistency.views-agree',
    summary: 'The copy behind the list is rewritten on every change, from an event that does not carry everything.',
    wire: 'The row of a changed user lacks its stateProvince; the lookup has it.',
    seenAs: /tell different values of one user/,
    corrupt: {
      resource: (value, at) => {
        const spend = value[URN.spendUser];
        if (at.view !== 'list' || at.person.version === 0 || !isObject(spend)) return value;
        return { ...value, [URN.spendUser]: { ...spend, stateProvince: null } };
      },
    },
  },
  {
    id: 'refused-bulk-half-done',
    violates: 'consistency.refused-without-effect',
    seenAs: /refused with 413, and what it asked for is on the user/,
    summary: 'The limit of operations is found out while they are being carried out, and nothing is rolled back.',
    wire: 'A Bulk of 101 operations is refused, and its first operation has its effect.',
    corrupt: {
      accept: (value, at, scratch) => {
        if (isRefusal(value) && value.status === 413) noteRefused(at, scratch);
        return value;
      },
      lookup: (value, _, scratch) => (value === undefined || isRefusal(value) ? value : withRefused(value, scratch)),
    },
  },
  {
    id: 'forbidden-write-carried-out',
    violates: 'consistency.refused-without-effect',
    seenAs: /refused with 403, and what it asked for is on the user/,
    summary: 'The scope of the token is checked beside the write, not before it.',
    wire: 'A Bulk with a token without the write scope is answered with 403, and has its effect.',
    corrupt: {
      refuse: (value, at, scratch) => {
        if (value.status === 403 && at.operation === 'bulk') noteRefused(at, scratch);
        return value;
      },
      lookup: (value, _, scratch) => (value === undefined || isRefusal(value) ? value : withRefused(value, scratch)),
    },
  },
  {
    id: 'success-before-completed',
    violates: 'consistency.status-no-early-success',
    summary: 'The success flag starts as true and is taken back by the first failure.',
    wire: 'A request that is not completed says success true.',
    corrupt: {
      status: (value, at) => (isRead(at) && !isDone(value) ? within(value, 'status', { success: true }) : value),
    },
  },
  {
    id: 'summary-counts-ended-as-success',
    violates: 'consistency.status-detail',
    summary: 'The summary takes every operation that has ended for a success.',
    wire: 'The summary of a request with a failure counts none; its detailed status counts one.',
    corrupt: {
      status: (value, at) => {
        if (!isRead(at) || at.query.has('attributes') || at.query.has('state')) return value;
        const [success, failed] = [counted(value, 'success'), counted(value, 'failed')];
        const told = within(value, 'operationsCount', { success: success + failed, failed: 0 });
        return isDone(value) ? within(told, 'status', { success: true }) : told;
      },
    },
  },
  {
    id: 'completed-only-in-summary',
    violates: 'consistency.status-final',
    seenAs: /reported as not completed by a later read/,
    summary: 'The detailed status is cached from before the end.',
    wire: 'The detailed status of a completed request says completed false.',
    closure: [
      {
        requirement: 'consistency.status-detail',
        why: 'No detailed status of a completed request is left to compare with its summary.',
      },
      {
        requirement: 'consistency.status-views',
        why: 'The operations of a completed request are listed in documents alone that deny its end.',
      },
    ],
    corrupt: {
      status: (value, at) =>
        isRead(at) && isDone(value) && at.query.has('attributes') && !at.query.has('state')
          ? within(value, 'status', { completed: false, success: null })
          : value,
    },
  },
  {
    id: 'list-answer-cached',
    violates: 'consistency.list-effect',
    seenAs: /list filtered by the old value still shows the user/,
    summary: 'Answers of the list are cached by their query and never thrown away.',
    wire: 'The list filtered by a value that a user no longer has still shows the user.',
    corrupt: {
      envelope: (value, at, scratch) => {
        const key = at.query.toString();
        if (at.asked.filter === undefined || !isArray(value.Resources) || value.Resources.length === 0) {
          return at.asked.filter === undefined ? value : ((scratch.recall(key) as JsonObject | undefined) ?? value);
        }
        scratch.keep(key, value);
        return value;
      },
    },
  },
  {
    id: 'patch-on-old-copy',
    violates: 'consistency.untouched-attributes',
    seenAs: /changed a part of the user that it does not name/,
    summary: 'A PATCH of custom fields is carried out on a copy of the user from before the last write.',
    wire: 'A PATCH of customData brings back the account code that the write before it had replaced.',
    corrupt: {
      apply: (value, at, scratch) => {
        const [person] = value;
        if (at.task.method !== 'PATCH' || !person || !at.before) return value;
        const stale = scratch.recall(person.id);
        scratch.keep(person.id, codeOf(at.before));
        const custom = JSON.stringify(at.task.data).includes('customData');
        return custom && typeof stale === 'string' ? [withSpend(person, URN.spendUser, { [CODE]: stale })] : value;
      },
    },
  },
  {
    id: 'role-write-loses-state',
    violates: 'consistency.untouched-attributes',
    seenAs: /add of roles by their path changed a part of the user/,
    summary: 'A change of roles writes the whole user back, without what the role service does not know.',
    wire: 'After a PATCH of the Role extension the stateProvince of the user is gone.',
    corrupt: {
      apply: (value, at) =>
        at.task.method === 'PATCH' && JSON.stringify(at.task.data).includes(URN.role)
          ? value.map((person) => withSpend(person, URN.spendUser, { stateProvince: null }))
          : value,
    },
  },
  {
    id: 'single-patch-loses-state',
    violates: 'consistency.untouched-attributes',
    seenAs: /PATCH of one user changed a part of the user/,
    summary: 'The endpoint for one user keeps users in a table of its own, which has no column for the state.',
    wire: 'After a PATCH of a single user its stateProvince is gone.',
    corrupt: {
      apply: (value, at) =>
        at.task.method === 'PATCH' && at.provision.kind === 'User'
          ? value.map((person) => withSpend(person, URN.spendUser, { stateProvince: null }))
          : value,
    },
  },
];
