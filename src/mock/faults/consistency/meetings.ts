/** Bugs that need two writes, or a write beside what it does not name: lost updates, extensions that outlive a PUT. */

import { URN } from '../../../contract/contract.ts';
import { equalJson, isObject, type JsonObject } from '../../../model/json.ts';
import { type Fault, spendUserOf, withSpend } from '../../fault.ts';

/** Members as they were before somebody else's write. */
function undone(before: JsonObject, now: JsonObject): JsonObject {
  const names = Object.keys({ ...before, ...now }).filter(
    (name) => !equalJson(before[name] ?? null, now[name] ?? null),
  );
  return Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
}

export const faults: readonly Fault[] = [
  {
    id: 'lost-update',
    violates: 'consistency.concurrent-writes',
    seenAs: /its effect is not seen/,
    summary: 'A write starts from the user as it was when the request was accepted, and stores all of it.',
    wire: 'Of two writes that are under way at once, both are reported as success, and the effect of the first is gone.',
    corrupt: {
      apply: (value, at, scratch) => {
        const { before, provision, now } = at;
        const last = before && scratch.recall(before.id);
        const meanwhile =
          isObject(last) && last.provision !== provision.id && Number(last.at) > provision.acceptedAt
            ? last
            : undefined;
        if (before) scratch.keep(before.id, { provision: provision.id, at: now, spend: spendUserOf(before) });
        if (!before || !meanwhile || !isObject(meanwhile.spend)) return value;
        const old = undone(meanwhile.spend, spendUserOf(before));
        return value.map((person) => withSpend(person, URN.spendUser, old));
      },
    },
  },
  {
    id: 'put-keeps-approvers',
    violates: 'consistency.put-clears-extensions',
    seenAs: /its effect is not seen/,
    summary: 'PUT replaces the extensions it holds and leaves the others as they are.',
    wire: 'After a PUT without the Approver extension the old approvers are still there.',
    corrupt: {
      apply: (value, at) => {
        const old = at.before?.spend[URN.approver];
        if (at.task.method !== 'PUT' || old === undefined || at.task.data[URN.approver] !== undefined) return value;
        return value.map((person) => ({ ...person, spend: { ...person.spend, [URN.approver]: old } }));
      },
    },
  },
];
