/**
 * Bugs that show only at a second look, or between two looks: what was settled and goes away, what is joined otherwise
 * later, what a throttled request leaves behind.
 */

import { URN } from '../../../contract/contract.ts';
import { isArray, isObject, isUnassigned, type Json, type JsonObject } from '../../../model/json.ts';
import { type Fault, isRefusal, type Person, refuse, type Scratch, withSpend } from '../../fault.ts';
import type { StatusScene } from '../../scene.ts';
import { isRead, withOperations } from '../provisioning/writing.ts';
import { noteRefused, withRefused } from './timelines.ts';

/** Within this time after one request on a user, the next one comes too soon. */
const BUSY_MS = 25;
/** After this time an unchanged user counts as abandoned. */
const ABANDONED_MS = 1_200;
/** How long the cache of users is trusted. */
const FRESH_MS = 300;

const isDone = (value: JsonObject): boolean => isObject(value.status) && value.status.completed === true;

/** Whether this is a whole detailed read of a completed request, and not the first one. */
function isSecondLook(value: JsonObject, at: StatusScene, scratch: Scratch): boolean {
  if (!isRead(at) || !isDone(value) || !at.query.has('attributes') || at.query.has('state')) return false;
  return scratch.count(at.provision.id) > 1;
}

/** Two operations with the members of a name exchanged. */
function exchanged(value: JsonObject, one: number, other: number, names: readonly string[]): JsonObject {
  const list = isArray(value.operations) ? value.operations.filter(isObject) : [];
  const [left, right] = [list[one], list[other]];
  if (!left || !right) return value;
  const taken = (from: JsonObject): JsonObject =>
    Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
  return withOperations(value, (operation) => {
    if (operation === left) return { ...left, ...taken(right) };
    return operation === right ? { ...right, ...taken(left) } : operation;
  });
}

const successOf = (operation: Json | undefined): Json =>
  isObject(operation) && isObject(operation.status) ? (operation.status.success ?? null) : null;

/** Extensions laid over older ones: a member that has no value any more keeps the one it had. */
function laidOver(old: Json | undefined, extensions: Person['spend']): Person['spend'] {
  const merged = Object.entries(extensions).map(([urn, members]): [string, JsonObject] => {
    const known = isObject(old) ? old[urn] : undefined;
    const given = Object.entries(members).filter(([, value]) => !isUnassigned(value));
    return [urn, { ...members, ...(isObject(known) ? known : {}), ...Object.fromEntries(given) }];
  });
  return Object.fromEntries(merged);
}

export const faults: readonly Fault[] = [
  {
    id: 'outcomes-joined-by-position',
    violates: 'consistency.status-terminal',
    summary: 'Once a request is archived, its outcomes are joined to its operations by their position.',
    wire: 'At a second detailed read the good one of two operations has failed, and the bad one has succeeded.',
    seenAs: /has ended otherwise at a later read/,
    corrupt: {
      status: (value, at, scratch) => {
        const { operations } = value;
        if (!isSecondLook(value, at, scratch) || !isArray(operations) || operations.length !== 2) return value;
        const differ = successOf(operations[0]) !== successOf(operations[1]);
        return differ ? exchanged(value, 0, 1, ['status', 'extensions']) : value;
      },
    },
  },
  {
    id: 'bulk-ids-by-method',
    violates: 'provisioning.bulk-id-echo',
    summary: 'PUTs are carried out before PATCHes, and bulkIds are given back in the order of execution.',
    wire: 'In a request of several methods the bulkIds of a PATCH and a PUT have changed places.',
    seenAs: /another user than the one it was sent with/,
    corrupt: {
      status: (value, at) => {
        const methods = at.provision.acceptance.operations.map(({ method }) => method);
        return isRead(at) && methods.includes('PUT') && methods.includes('PATCH')
          ? exchanged(value, methods.indexOf('PATCH'), methods.indexOf('PUT'), ['bulkId'])
          : value;
      },
    },
  },
  {
    id: 'throttled-write-carried-out',
    violates: 'consistency.refused-without-effect',
    summary: 'The limiter for one user counts a request after it has been handed on.',
    wire: 'Of two writes on one user the second is answered with 429, and its effect is seen before it is sent again.',
    seenAs: /before the write that asks for it was sent/,
    corrupt: {
      accept: (value, at, scratch) => {
        const [task, ...more] = isRefusal(value) ? [] : value.operations;
        if (at.operation !== 'bulk' || task?.userId === undefined || more.length > 0) return value;
        const [busy, strikes] = [`busy ${task.userId}`, `strikes ${task.userId}`];
        const last = scratch.recall(busy);
        const tooSoon = typeof last === 'number' && at.now - last <= BUSY_MS;
        // Whoever comes back at once is sent away once more.
        if (tooSoon || scratch.recall(strikes) === 1) {
          scratch.keep(strikes, tooSoon ? 1 : 0);
          noteRefused(at, scratch);
          return refuse(429, 'Too many requests for one user.');
        }
        scratch.keep(busy, at.now);
        scratch.keep(`/users/${task.userId}`, null);
        return value;
      },
      lookup: (value, _, scratch) => (value === undefined || isRefusal(value) ? value : withRefused(value, scratch)),
    },
  },
  {
    id: 'new-user-cleaned-up',
    violates: 'consistency.write-not-undone',
    summary: 'A clean-up takes users whom nobody has changed since their creation for abandoned ones.',
    wire: 'Some time after its creation had settled, the lookup of a new user gives 404, for good.',
    seenAs: /not found any more, and nothing removed it/,
    corrupt: {
      apply: (value, at, scratch) => {
        for (const { id } of value) scratch.keep(id, at.task.method === 'POST' ? at.now : null);
        return value;
      },
      lookup: (value, at, scratch) => {
        const since = value === undefined || isRefusal(value) ? undefined : scratch.recall(value.id);
        return typeof since === 'number' && at.now - since > ABANDONED_MS ? undefined : value;
      },
    },
  },
  {
    id: 'cache-keeps-what-was-removed',
    violates: 'consistency.write-not-undone',
    summary:
      'The cache of users is refreshed by laying the stored user over the old copy, and what was removed stays in it.',
    wire: 'Some time after a PATCH remove the lookup shows the removed value again, for good.',
    seenAs: /took away came back/,
    corrupt: {
      apply: (value, at, scratch) => {
        if (at.task.method === 'PATCH')
          for (const { id, spend } of value) scratch.keep(id, { ...laidOver(scratch.recall(id), spend) });
        return value;
      },
      lookup: (value, at, scratch) => {
        if (value === undefined || isRefusal(value) || at.now - value.modified <= FRESH_MS) return value;
        return { ...value, spend: laidOver(scratch.recall(value.id), value.spend) };
      },
    },
  },
  {
    id: 'index-entry-without-code',
    violates: 'consistency.views-agree',
    summary: 'A change of roles writes the entry of the search index anew, with what the role service knows.',
    wire: 'The list filtered by the account code shows a user at first, and not any more after a PATCH of its roles.',
    seenAs: /list filtered by it no longer shows the user/,
    corrupt: {
      apply: (value, at, scratch) => {
        const asked = JSON.stringify(at.task.data);
        for (const { id } of value) scratch.keep(id, at.task.method === 'PATCH' && asked.includes(URN.role));
        return value;
      },
      match: (value, at, scratch) => value && scratch.recall(at.person.id) !== true,
    },
  },
  {
    id: 'value-dropped-with-a-warning',
    violates: 'consistency.lookup-effect',
    summary: 'A PATCH of one user that the spend service has doubts about is dropped, with a warning only.',
    wire: 'The status says success with a warning among its messages, and the lookup never changes.',
    seenAs: /PATCH of one user was reported as success, and its effect is not seen/,
    corrupt: {
      validate: (value, at) =>
        at.provision.kind === 'User' && at.task.method === 'PATCH' && at.urn === URN.spendUser
          ? [...value, { code: 'IGNORED_VALUE', type: 'warning', message: 'The value was not understood.' }]
          : value,
      apply: (value, at) => (at.provision.kind === 'User' && at.task.method === 'PATCH' ? [] : value),
    },
  },
  {
    id: 'preference-write-loses-state',
    violates: 'consistency.untouched-attributes',
    summary: 'Preferences are stored by a service that writes the whole user back, without what it does not know.',
    wire: 'After a PATCH of a workflow preference the stateProvince of the user is gone.',
    seenAs: /promptForApproverOnReportSubmit by its path changed a part of the user/,
    corrupt: {
      apply: (value, at) =>
        at.task.method === 'PATCH' && JSON.stringify(at.task.data).includes(URN.workflowPreference)
          ? value.map((person) => withSpend(person, URN.spendUser, { stateProvince: null }))
          : value,
    },
  },
];
