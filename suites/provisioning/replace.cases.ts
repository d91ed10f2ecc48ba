/**
 * On one subject: values that must not be stored, and PUT, which replaces all of it. What a PUT does to the user is
 * judged in the area consistency, over the same steps.
 */

import {
  approversOf,
  attributeIs,
  attributeIsNot,
  hasApprover,
  lacksApprover,
} from '../../src/checks/consistency/assertion.ts';
import { after, arrives, type Change, formWorks } from '../../src/checks/consistency/effect.ts';
import { recordOutcome, refusedOrFailed } from '../../src/checks/provisioning/acceptance.ts';
import { failureReported, succeeded } from '../../src/checks/provisioning/outcomes.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, pass, unmet } from '../../src/model/finding.ts';
import { type JsonObject, at as jsonAt } from '../../src/model/json.ts';
import {
  arrivalOf,
  type Chain,
  chainOf,
  type StepCase,
  type StepPlan,
  type StepScene,
  stepCase,
} from './chain.cases.ts';
import { at, keyed, type Planned } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { NOBODY, sampleOf, spendOf } from './sample.cases.ts';

const spendPath = (name: string): string => `${URN.spendUser}:${name}`;

/** A PUT of a user that this run created: its creation again, with another SpendUser extension. */
export function putting(
  scene: Pick<StepScene, 'subject' | 'userId'>,
  bulkId: string,
  spend: JsonObject,
  id = scene.userId,
): Planned {
  const data = { ...(scene.subject.made?.data ?? {}), id, [URN.spendUser]: spend };
  return { method: 'PUT', userId: scene.userId, bulkId, extensions: [URN.enterpriseUser, URN.spendUser], data };
}

/** SpendUser without the optional stateProvince. */
export function withoutState(scene: Pick<StepScene, 'sample' | 'marker'>): JsonObject {
  const all = Object.entries(spendOf(scene.sample, scene.marker));
  return Object.fromEntries(all.filter(([name]) => name !== 'stateProvince'));
}

/** On by default, says every revision. */
const FLAG = 'showInstructHelpPanel';
const FLAG_PATH = `${URN.userPreference}:${FLAG}`;
const primary = (value: string): JsonObject => ({ approver: { value }, primary: true });

const NOT_OURS = 'the identity data of a lent user is not known, so it is not replaced';

const badValue = (id: string, name: string, value: string): StepPlan => ({
  id,
  what: `The PATCH of ${name} to a value outside its format`,
  mode: 'stay',
  plan: () => ({ send: [at('replace', spendPath(name), value)], asserted: [attributeIs(URN.spendUser, name, value)] }),
});

const STEPS: readonly StepPlan[] = [
  badValue('bad-currency', 'reimbursementCurrency', 'USDX'),
  badValue('bad-country', 'country', 'USA'),
  {
    id: 'test-employee',
    what: 'The PATCH of testEmployee',
    mode: 'stay',
    plan: ({ before }) =>
      jsonAt(before, URN.spendUser, 'testEmployee') === true
        ? 'the user is a test employee already'
        : {
            send: [at('replace', spendPath('testEmployee'), true)],
            asserted: [attributeIs(URN.spendUser, 'testEmployee', true)],
          },
  },
  {
    id: 'put',
    what: 'The PUT of a user',
    plan: (scene) => {
      if (!scene.subject.made) return NOT_OURS;
      return {
        send: putting(scene, 'put-1', withoutState(scene)),
        asserted: [attributeIs(URN.spendUser, CODE, scene.marker)],
      };
    },
  },
  {
    id: 'put-left-out',
    what: 'The PUT without the account code',
    plan: (scene) => {
      const old = jsonAt(scene.before, URN.spendUser, CODE);
      if (!scene.subject.made) return NOT_OURS;
      // The old code is this run's own invention: no default can be the same.
      if (typeof old !== 'string') return 'the user has no account code to leave out';
      const spend = spendOf(scene.sample, scene.marker);
      const data = Object.fromEntries(Object.entries(spend).filter(([name]) => name !== CODE));
      return { send: putting(scene, 'put-2', data), asserted: [attributeIsNot(URN.spendUser, CODE, old)] };
    },
  },
  {
    id: 'fill',
    what: 'The PATCH of two extensions',
    plan: ({ subject, sample: { approvers } }) => {
      const [value] = approvers;
      if (!subject.made) return NOT_OURS;
      if (value === undefined) return 'there is no user who could be named as an approver';
      return {
        send: [at('replace', FLAG_PATH, false), keyed('add', { [URN.approver]: { report: [primary(value)] } })],
        asserted: [attributeIs(URN.userPreference, FLAG, false), hasApprover('report', value)],
      };
    },
  },
  {
    id: 'put-without-extensions',
    what: 'The PUT without the Approver and UserPreference extensions',
    plan: (scene) => {
      if (!scene.subject.made) return NOT_OURS;
      const held = approversOf(scene.before, 'report');
      return held.length === 0
        ? 'the user has no approver to leave out'
        : {
            send: putting(scene, 'put-5', withoutState(scene)),
            asserted: held.map((value) => lacksApprover('report', value)),
          };
    },
  },
  {
    id: 'put-other-id',
    what: 'The PUT whose data names another id',
    mode: 'stay',
    plan: (scene) =>
      scene.subject.made ? { send: putting(scene, 'put-3', withoutState(scene), NOBODY), asserted: [] } : NOT_OURS,
  },
  {
    id: 'put-blank',
    what: 'The PUT with a SpendUser extension whose members are all null',
    mode: 'stay',
    plan: (scene) => {
      if (!scene.subject.made) return NOT_OURS;
      const names = Object.keys(spendOf(scene.sample, scene.marker));
      return { send: putting(scene, 'put-6', Object.fromEntries(names.map((name) => [name, null]))), asserted: [] };
    },
  },
  {
    id: 'put-empty',
    what: 'The PUT with an empty SpendUser extension',
    mode: 'stay',
    plan: (scene) => (scene.subject.made ? { send: putting(scene, 'put-4', {}), asserted: [] } : NOT_OURS),
  },
];

/** The steps on the subject `put`. */
export const putChain = (session: Session): Promise<Chain> => chainOf(session, 'put', STEPS);

const fails = ({ submission, index, what }: Change): Finding => refusedOrFailed(submission, index, what);
/** Recorded: what became of a flag that was switched off and then left out of a PUT. */
const resetTo = (change: Change): Finding => {
  const was = change.before && jsonAt(change.before, URN.userPreference, FLAG);
  const user = after(change);
  if (was !== false) return notExercised('the flag was not switched off');
  if (!user) return unmet('the user was not read after the PUT');
  const now = jsonAt(user, URN.userPreference, FLAG);
  if (now === true) return pass('back to its default');
  return pass(now === false ? 'kept' : 'without a value');
};

const record = ({ submission, index }: Change): Finding => recordOutcome(submission, index);

const table: readonly Omit<StepCase, 'chain'>[] = [
  { requirement: 'provisioning.invalid-value', name: 'currency of four letters', step: 'bad-currency', expect: fails },
  { requirement: 'provisioning.invalid-value', name: 'country of three letters', step: 'bad-country', expect: fails },
  {
    requirement: 'provisioning.failure-reported',
    name: 'PATCH with a bad currency',
    step: 'bad-currency',
    expect: ({ submission }) => failureReported(submission),
  },
  {
    requirement: 'provisioning.bulk-methods',
    name: 'PUT',
    step: 'put',
    expect: ({ submission, index, what }) => succeeded(submission, index, what),
  },
  {
    requirement: 'consistency.put-clears-extensions',
    name: 'Approver',
    step: 'put-without-extensions',
    expect: (change, chain) =>
      arrivalOf(chain, 'put').verdict === 'pass' ? arrives(change) : unmet('no PUT arrives at all'),
  },
  {
    requirement: 'consistency.put-resets-to',
    name: 'user preference',
    step: 'put-without-extensions',
    expect: resetTo,
  },
  { requirement: 'consistency.put-empty-spend-user', name: 'members of null', step: 'put-blank', expect: record },
  { requirement: 'provisioning.put-mismatched-id', name: 'Bulk', step: 'put-other-id', expect: record },
];

/** Two operations of one PATCH on two extensions, of which the company has to have the second. */
const TWO_EXTENSIONS: Case = defineCase({
  requirement: 'provisioning.patch-without-path',
  name: 'two extensions in one request',
  writes: true,
  probe: async (session) => ({ chain: await putChain(session), sample: await sampleOf(session) }),
  expect: ({ chain, sample }) => {
    const found = chain.get('fill');
    if (!found) return unmet('the run has no such step');
    if ('missing' in found) return found.missing;
    const finding = formWorks(found.change, arrivalOf(chain, 'put'));
    return finding.verdict === 'fail' && !sample.inUse.has(URN.userPreference)
      ? unmet('nobody of the company is known to have this extension')
      : finding;
  },
});

export function replaceCases(): readonly Case[] {
  return [...table.map((row) => stepCase({ ...row, chain: putChain })), TWO_EXTENSIONS];
}
