/**
 * PATCH of SpendUser on one subject, form by form: attribute path, no path, value path on customData, order, and the
 * forms that should fail. What else changed is judged in the area consistency, over the same steps.
 */

import { attributeIs, attributeIsNot, customDataIs, customDataLacks } from '../../src/checks/consistency/assertion.ts';
import { after, type Change, formWorks, isRight } from '../../src/checks/consistency/effect.ts';
import { recordOutcome, refusedOrFailed } from '../../src/checks/provisioning/acceptance.ts';
import { succeeded } from '../../src/checks/provisioning/outcomes.ts';
import { URN } from '../../src/contract/contract.ts';
import type { Case, Session } from '../../src/harness/case.ts';
import { type Finding, fail, pass, unmet } from '../../src/model/finding.ts';
import { at as jsonAt } from '../../src/model/json.ts';
import { arrivalOf, type Chain, chainOf, type StepCase, type StepPlan, stepCase } from './chain.cases.ts';
import { at, keyed } from './flow.cases.ts';

const CODE = 'cashAdvanceAccountCode';
const CODE_PATH = `${URN.spendUser}:${CODE}`;
const LIST_PATH = `${URN.spendUser}:customData`;
const spend = (members: Parameters<typeof keyed>[1]) => ({ [URN.spendUser]: members });

/** Forms that follow the plainest change (plain.cases.ts) on the same subject. */
const FORMS: readonly StepPlan[] = [
  {
    id: 'replace-by-path',
    what: 'The PATCH replace of an attribute by its path',
    plan: ({ marker }) => ({
      send: [at('replace', CODE_PATH, marker)],
      asserted: [attributeIs(URN.spendUser, CODE, marker)],
    }),
  },
  {
    id: 'add-without-path',
    what: 'The PATCH add without a path',
    plan: ({ sample: { fields } }) => ({
      send: [keyed('add', spend({ customData: fields.map(({ id, first }) => ({ id, value: first })) }))],
      asserted: fields.map(({ id, first }) => customDataIs(id, first)),
    }),
  },
  {
    id: 'add-known-id',
    what: 'The PATCH add of a customData id that is there',
    plan: ({ sample: { fields } }) => ({
      send: [keyed('add', spend({ customData: [{ id: fields[0].id, value: fields[0].second }] }))],
      asserted: [customDataIs(fields[0].id, fields[0].second)],
    }),
  },
  {
    id: 'value-path-replace',
    what: 'The PATCH replace of one customData value by a filter on its id',
    plan: ({ before, sample: { fields } }) => {
      const [, field] = fields;
      if (!isRight(before, [customDataIs(field.id, field.first)])) return 'the entry to replace is not there';
      return {
        send: [at('replace', `${LIST_PATH}[id eq "${field.id}"].value`, field.second)],
        asserted: [customDataIs(field.id, field.second)],
      };
    },
  },
  {
    id: 'value-path-remove',
    what: 'The PATCH remove of one customData entry by a filter on its id',
    plan: ({ before, sample: { fields } }) => {
      const [field] = fields;
      if (isRight(before, [customDataLacks(field.id)])) return 'the entry to remove is not there';
      return { send: [at('remove', `${LIST_PATH}[id eq "${field.id}"]`)], asserted: [customDataLacks(field.id)] };
    },
  },
  {
    id: 'no-target',
    what: 'The PATCH replace by a filter that selects nothing',
    mode: 'stay',
    plan: ({ before, sample: { freeField } }) => {
      if (!isRight(before, [customDataLacks(freeField)])) return 'the filter would select an entry';
      return {
        send: [at('replace', `${LIST_PATH}[id eq "${freeField}"].value`, 'unselected')],
        asserted: [customDataIs(freeField, 'unselected')],
      };
    },
  },
  {
    id: 'replace-without-path',
    what: 'The PATCH replace without a path',
    plan: ({ marker }) => ({
      send: [keyed('replace', spend({ [CODE]: marker }))],
      asserted: [attributeIs(URN.spendUser, CODE, marker)],
    }),
  },
  {
    id: 'add-by-path',
    what: 'The PATCH add of an attribute by its path',
    plan: ({ marker }) => ({
      send: [at('add', CODE_PATH, marker)],
      asserted: [attributeIs(URN.spendUser, CODE, marker)],
    }),
  },
  {
    id: 'in-order',
    what: 'The PATCH of two operations on one attribute',
    plan: ({ marker }) => ({
      send: [at('replace', CODE_PATH, `${marker.slice(0, 19)}x`), at('replace', CODE_PATH, marker)],
      asserted: [attributeIs(URN.spendUser, CODE, marker)],
    }),
  },
  {
    id: 'replace-list',
    what: 'The PATCH replace of customData without a filter',
    plan: ({ sample: { fields } }) => ({
      send: [at('replace', LIST_PATH, [{ id: fields[0].id, value: fields[0].first }])],
      asserted: [customDataIs(fields[0].id, fields[0].first)],
    }),
  },
  {
    id: 'list-item',
    what: 'The PATCH of a custom field to a value that no list holds',
    mode: 'stay',
    plan: ({ sample: { fields } }) => ({
      send: [at('replace', `${LIST_PATH}[id eq "${fields[0].id}"].value`, 'no such item')],
      asserted: [customDataIs(fields[0].id, 'no such item')],
    }),
  },
  {
    id: 'outer-schema',
    what: 'The PATCH in the older form',
    plan: ({ userId, marker }) => ({
      send: {
        method: 'PATCH',
        userId,
        extensions: [URN.spendUser],
        data: { Operations: [at('replace', CODE_PATH, marker)] },
      },
      asserted: [attributeIs(URN.spendUser, CODE, marker)],
      options: { more: { schemas: [URN.bulkRequest, URN.patchOp] } },
    }),
  },
  {
    // What stays removed is looked at once more at the end of the run.
    id: 'remove-by-path',
    what: 'The PATCH remove of an attribute by its path',
    plan: ({ before }) => {
      const old = jsonAt(before, URN.spendUser, CODE);
      if (typeof old !== 'string') return 'the attribute to remove has no value';
      return { send: [at('remove', CODE_PATH)], asserted: [attributeIsNot(URN.spendUser, CODE, old)] };
    },
  },
  {
    id: 'remove-without-path',
    what: 'A PATCH remove without a path',
    mode: 'stay',
    plan: () => ({ send: [{ op: 'remove' }], asserted: [] }),
  },
];

/** The forms on the subject `patch`. */
export const patchChain = (session: Session): Promise<Chain> => chainOf(session, 'patch', FORMS);

const PLAIN = 'replace-by-path';

/** A form must end with success and have its effect. */
const works = (change: Change, chain: Chain): Finding => formWorks(change, arrivalOf(chain, PLAIN));

/** The effect of the plainest form is judged as consistency.lookup-effect. */
const ends = (change: Change): Finding => succeeded(change.submission, change.index, change.what);

/** A filter that selects nothing must add nothing; the operation may fail or do nothing. */
const addsNothing = (change: Change): Finding => {
  const user = after(change);
  if (!user) return unmet('the user could not be read');
  const [asserted] = change.asserted;
  if (!asserted?.holds(user)) return pass(change.submission.end === 'refused' ? 'refused' : 'nothing added');
  const read = change.lookup.reads.at(-1);
  return fail({
    message: `${change.what} added an entry.`,
    pointer: asserted.pointer,
    expected: [],
    actual: asserted.actual(user),
    ...(read && { exchange: read }),
  });
};

const table: readonly Omit<StepCase, 'chain'>[] = [
  { requirement: 'provisioning.patch-attribute-path', name: 'replace', step: PLAIN, expect: ends },
  { requirement: 'provisioning.patch-attribute-path', name: 'add', step: 'add-by-path', expect: works },
  { requirement: 'provisioning.patch-attribute-path', name: 'remove', step: 'remove-by-path', expect: works },
  { requirement: 'provisioning.patch-without-path', name: 'add', step: 'add-without-path', expect: works },
  { requirement: 'provisioning.patch-without-path', name: 'replace', step: 'replace-without-path', expect: works },
  {
    requirement: 'provisioning.patch-value-path',
    name: 'customData, replace',
    step: 'value-path-replace',
    expect: works,
  },
  {
    requirement: 'provisioning.patch-value-path',
    name: 'customData, remove',
    step: 'value-path-remove',
    expect: works,
  },
  { requirement: 'provisioning.patch-in-order', name: 'the last one wins', step: 'in-order', expect: works },
  { requirement: 'provisioning.patch-no-target', name: 'customData', step: 'no-target', expect: addsNothing },
  {
    requirement: 'provisioning.patch-outer-schema',
    name: 'older form',
    step: 'outer-schema',
    expect: ({ submission, index }) => recordOutcome(submission, index),
  },
  {
    requirement: 'provisioning.list-item',
    name: 'customData',
    step: 'list-item',
    expect: ({ submission, index }) => recordOutcome(submission, index),
  },
  {
    requirement: 'provisioning.patch-remove-without-path',
    name: 'remove',
    step: 'remove-without-path',
    expect: ({ submission, index, what }) => refusedOrFailed(submission, index, what),
  },
];

export function patchCases(): readonly Case[] {
  return table.map((row) => stepCase({ ...row, chain: patchChain }));
}
