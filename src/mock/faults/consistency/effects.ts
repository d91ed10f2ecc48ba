/** Bugs in what a write does: effects that are lost, incomplete, too wide, or there although they were refused. */

import { URN } from '../../../contract/contract.ts';
import { isArray, isObject, type JsonObject } from '../../../model/json.ts';
import { type Fault, isRefusal, type Person, spendUserOf, withSpend } from '../../fault.ts';
import { valuesUnder } from '../provisioning/writing.ts';

const CODE = 'cashAdvanceAccountCode';

const lists = (document: JsonObject): readonly JsonObject[] => {
  const spend = document[URN.spendUser];
  const list = isObject(spend) ? spend.customData : undefined;
  return isArray(list) ? list.filter(isObject) : [];
};

const withList = (document: JsonObject, customData: readonly JsonObject[]): JsonObject => {
  const spend = document[URN.spendUser];
  return { ...document, [URN.spendUser]: { ...(isObject(spend) ? spend : {}), customData } };
};

const keyIn = (entry: JsonObject): string => String(entry.id).toLowerCase();

export const faults: readonly Fault[] = [
  {
    id: 'single-patch-lost',
    violates: 'consistency.lookup-effect',
    seenAs: /PATCH was reported as success, and the lookup does not show its effect/,
    summary: 'PATCH of a single user updates the identity and forgets to send the spend part on.',
    wire: 'The status says success, and the lookup never changes.',
    corrupt: { apply: (value, at) => (at.provision.kind === 'User' && at.task.method === 'PATCH' ? [] : value) },
  },
  {
    id: 'new-user-shows-defaults',
    violates: 'consistency.lookup-effect',
    summary: 'The lookup takes preferences from a cache that a creation fills with defaults.',
    wire: 'A creation with a preference is reported as success, and the lookup shows the default.',
    seenAs: /POST was reported as success, and the lookup does not show its effect/,
    corrupt: {
      apply: (value, at, scratch) => {
        const given = at.task.method === 'POST' && at.task.data[URN.userPreference] !== undefined;
        for (const { id } of value) scratch.keep(id, given);
        return value;
      },
      resource: (value, at, scratch) => {
        const held = value[URN.userPreference];
        return at.view === 'lookup' && isObject(held) && scratch.recall(at.person.id) === true
          ? { ...value, [URN.userPreference]: { ...held, showInstructHelpPanel: true } }
          : value;
      },
    },
  },
  {
    id: 'put-effect-never-shown',
    violates: 'consistency.lookup-effect',
    seenAs: /PUT was reported as success, and the lookup does not show its effect/,
    summary: 'PUT of a single user writes to a store that lookups read only after a restart.',
    wire: 'After a successful PUT of one user the lookup keeps showing the old one.',
    corrupt: {
      visible: (value, at) =>
        at.provision.kind === 'User' && at.task.method === 'PUT'
          ? { ...value, lookup: Number.POSITIVE_INFINITY }
          : value,
    },
  },
  {
    id: 'search-index-not-updated',
    violates: 'consistency.list-effect',
    seenAs: /filtered list does not show its effect/,
    summary: 'The index behind the list is filled on creation and never updated.',
    wire: 'The list filtered by the new value does not show a changed user.',
    corrupt: {
      visible: (value, at) => (at.task.method === 'PATCH' ? { ...value, list: Number.POSITIVE_INFINITY } : value),
    },
  },
  {
    id: 'patch-one-wipes-others',
    violates: 'consistency.untouched-attributes',
    seenAs: /replace of one customData value .* changed a part of the user/,
    summary: 'A list is written back with nothing but the entries that a filter selected.',
    wire: 'After a PATCH of one customData value the other entries are gone.',
    corrupt: {
      patch: (value, at) => {
        const id = /:customData\[id eq "([^"]+)"\]\.value/.exec(at.patch.path ?? '')?.[1]?.toLowerCase();
        if (isRefusal(value) || id === undefined) return value;
        return withList(
          value,
          lists(value).filter((entry) => keyIn(entry) === id),
        );
      },
    },
  },
  {
    id: 'patch-resets-locale',
    violates: 'consistency.untouched-attributes',
    seenAs: /replace without a path changed a part of the user/,
    summary: 'A PATCH without a path fills members that it does not find with defaults.',
    wire: 'After a PATCH replace without a path the stateProvince is gone.',
    corrupt: {
      patch: (value, at) => {
        const spend = isRefusal(value) ? undefined : value[URN.spendUser];
        if (isRefusal(value) || !isObject(spend) || at.patch.path !== undefined || at.patch.op !== 'replace')
          return value;
        return { ...value, [URN.spendUser]: { ...spend, stateProvince: null } };
      },
    },
  },
  {
    id: 'patch-spills-over',
    violates: 'consistency.other-users',
    summary: 'The update statement has lost half of its condition.',
    wire: 'The first user of the list gets the account code of the user that was changed.',
    corrupt: {
      apply: (value, at): readonly Person[] => {
        const [person] = value;
        const other = at.everyone().find(({ id }) => id !== person?.id);
        if (at.task.method !== 'PATCH' || !person || !other) return value;
        const code = spendUserOf(person)[CODE];
        return code === undefined || code === null
          ? value
          : [...value, withSpend(other, URN.spendUser, { [CODE]: code })];
      },
    },
  },
  {
    id: 'put-merges',
    violates: 'consistency.put-clears',
    seenAs: /its effect is not seen/,
    summary: 'PUT is carried out as a PATCH of the members it holds.',
    wire: 'A member left out of a PUT keeps its old value.',
    corrupt: {
      apply: (value, at) => {
        const old = at.before && spendUserOf(at.before);
        if (at.task.method !== 'PUT' || !old) return value;
        return value.map((person) => {
          const kept = Object.entries(old).filter(([name]) => (spendUserOf(person)[name] ?? null) === null);
          return withSpend(person, URN.spendUser, Object.fromEntries(kept));
        });
      },
    },
  },
  {
    id: 'add-keeps-old-value',
    violates: 'consistency.custom-data-add',
    seenAs: /its effect is not seen/,
    summary: 'An add skips entries whose id is in the list already.',
    wire: 'PATCH add of a known customData id is reported as success and keeps the old value.',
    closure: [
      {
        requirement: 'consistency.custom-data-add-others',
        why: 'What an add does to other entries is looked at once its own value has arrived.',
      },
    ],
    corrupt: {
      patch: (value, at) => {
        if (isRefusal(value) || at.patch.op !== 'add') return value;
        const old = new Map(lists(at.document).map((entry) => [keyIn(entry), entry]));
        return old.size === 0
          ? value
          : withList(
              value,
              lists(value).map((entry) => old.get(keyIn(entry)) ?? entry),
            );
      },
    },
  },
  {
    id: 'test-employee-writable',
    violates: 'consistency.test-employee',
    summary: 'testEmployee is a member like any other.',
    wire: 'A PATCH after creation changes testEmployee.',
    corrupt: {
      apply: (value, at) => {
        const asked = JSON.stringify(at.task.data).includes('testEmployee');
        return asked && at.before
          ? (value.length > 0 ? value : [at.before]).map((person) =>
              withSpend(person, URN.spendUser, { testEmployee: true }),
            )
          : value;
      },
    },
  },
  {
    id: 'role-exclusions-unchecked',
    violates: 'consistency.role-exclusion',
    summary: 'Role exclusions are checked by the user interface alone.',
    wire: 'Two exclusive roles are stored and read back.',
    corrupt: { validate: (value) => value.filter(({ code }) => code !== 'ROLE_CONFLICT') },
  },
  {
    id: 'unknown-approver-stored',
    violates: 'consistency.unknown-reference',
    summary: 'References are checked after they were stored.',
    wire: 'The UUID of a user who does not exist is read back as an approver.',
    corrupt: {
      apply: (value, at): readonly Person[] => {
        const named = valuesUnder(at.task.data, 'approver').flatMap((one) => valuesUnder(one, 'value'));
        const missing = named.find((id) => typeof id === 'string' && at.find(id.toLowerCase()) === undefined);
        if (!at.before || missing === undefined) return value;
        return [
          withSpend(at.before, URN.approver, {
            report: [{ approver: { value: missing, employeeNumber: '0' }, primary: true }],
          }),
        ];
      },
    },
  },
  {
    id: 'failed-creation-half-stored',
    violates: 'consistency.error-without-effect',
    summary: 'A SpendUser with a bad currency is stored with the default one and reported as error.',
    wire: 'SpendUser is reported as error, and the user has its other values.',
    corrupt: {
      apply: (value, at): readonly Person[] => {
        const given = at.task.data[URN.spendUser];
        if (at.task.method !== 'POST' || at.outcome.success || !isObject(given)) return value;
        const spend: JsonObject = { ...given, reimbursementCurrency: 'USD' };
        return value.map((person) => withSpend(person, URN.spendUser, spend));
      },
    },
  },
];
