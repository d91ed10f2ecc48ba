/** What must stay as it was: the rest of the user, other users, and whatever was asked for in vain. */

import type { Place } from '../../src/checks/consistency/assertion.ts';
import type { Change } from '../../src/checks/consistency/effect.ts';
import { errorWithoutEffect, notBoth, notStored, sameAsBefore } from '../../src/checks/consistency/refused.ts';
import { nothingElse, othersUntouched } from '../../src/checks/consistency/untouched.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Chain, stepCase } from '../provisioning/chain.cases.ts';
import { brokenCreation } from '../provisioning/creation.cases.ts';
import { extensionChain } from '../provisioning/extensions.cases.ts';
import { watchedChange } from '../provisioning/listed.cases.ts';
import { listsChain } from '../provisioning/lists.cases.ts';
import { patchChain } from '../provisioning/patch.cases.ts';
import { putChain } from '../provisioning/replace.cases.ts';
import { markerOf } from '../provisioning/sample.cases.ts';
import { singleChain } from '../provisioning/single.cases.ts';

/** Steps that name one place and nothing else. An add on customData may replace the list (ruling 140): not among them. */
const NARROW: readonly {
  readonly name: string;
  readonly step: string;
  readonly chain: (session: Session) => Promise<Chain>;
  /** What it names beyond what it asks for. */
  readonly named?: Place;
}[] = [
  { name: 'attribute by path', step: 'replace-by-path', chain: patchChain },
  { name: 'attribute without path', step: 'replace-without-path', chain: patchChain },
  { name: 'attribute added', step: 'add-by-path', chain: patchChain },
  { name: 'attribute removed', step: 'remove-by-path', chain: patchChain },
  { name: 'customData added', step: 'add-without-path', chain: patchChain },
  { name: 'one customData value', step: 'value-path-replace', chain: patchChain },
  { name: 'one customData entry removed', step: 'value-path-remove', chain: patchChain },
  { name: 'roles added', step: 'role-add', chain: listsChain },
  { name: 'one role removed', step: 'role-remove-one', chain: listsChain },
  { name: 'roles replaced', step: 'role-replace', chain: listsChain, named: { extension: URN.role, name: 'roles' } },
  { name: 'the Role extension removed', step: 'role-remove-all', chain: listsChain, named: { extension: URN.role } },
  { name: 'approvers added', step: 'approver-add', chain: listsChain },
  { name: 'one approver removed', step: 'approver-remove-one', chain: listsChain },
  { name: 'an approver replaced', step: 'approver-replace', chain: listsChain },
  { name: 'an approver replaced by path', step: 'approver-replace-by-path', chain: listsChain },
  {
    name: 'the Approver extension removed',
    step: 'approver-remove-all',
    chain: listsChain,
    named: { extension: URN.approver },
  },
  { name: 'a delegate added', step: 'delegate-add', chain: extensionChain },
  { name: 'a delegate replaced', step: 'delegate-replace', chain: extensionChain },
  { name: 'one delegate removed', step: 'delegate-remove-one', chain: extensionChain },
  {
    name: 'the Delegate extension removed',
    step: 'delegate-remove-all',
    chain: extensionChain,
    named: { extension: URN.delegate },
  },
  { name: 'a user preference', step: 'user-preference', chain: extensionChain },
  { name: 'a workflow preference', step: 'workflow-preference', chain: extensionChain },
  { name: 'an invoice preference', step: 'invoice-preference', chain: extensionChain },
  { name: 'payroll data added', step: 'payroll', chain: extensionChain },
  { name: 'single user, PATCH', step: 'patch', chain: singleChain },
];

/** The same of limits of approvers, where the revision documents them. */
const LIMITS: typeof NARROW = [
  { name: 'an approval limit added', step: 'limit-add', chain: extensionChain },
  { name: 'an approval limit replaced', step: 'limit-replace', chain: extensionChain },
  { name: 'one approval limit removed', step: 'limit-remove-one', chain: extensionChain },
  {
    name: 'the ApproverLimit extension removed',
    step: 'limit-remove-all',
    chain: extensionChain,
    named: { extension: URN.approverLimit },
  },
];

export function unchangedCases(hasLimits: boolean): readonly Case[] {
  const vain = (
    requirement: string,
    name: string,
    chain: (session: Session) => Promise<Chain>,
    step: string,
    expect: (change: Change) => Finding,
  ) => stepCase({ requirement: `consistency.${requirement}`, name, chain, step, expect });
  return [
    ...[...NARROW, ...(hasLimits ? LIMITS : [])].map(({ name, step, chain, named }) =>
      stepCase({
        requirement: 'consistency.untouched-attributes',
        name,
        chain,
        step,
        expect: (change) => nothingElse(change, named === undefined ? [] : [named]),
      }),
    ),
    defineCase({
      requirement: 'consistency.other-users',
      name: 'PATCH of one user',
      writes: true,
      probe: async (session) => ({ seen: await watchedChange(session), stem: markerOf(session, '') }),
      expect: ({ seen, stem }) => {
        if ('verdict' in seen) return seen;
        const listed = 'verdict' in seen.changed ? {} : { listed: seen.changed };
        return othersUntouched(seen.bystanders, seen.change, { ...listed, stem });
      },
    }),
    vain('unknown-reference', 'approver', listsChain, 'unknown-approver', (change) =>
      notStored(change, 'the user it names does not exist'),
    ),
    vain('role-exclusion', 'two roles of one exclusion', listsChain, 'exclusive-roles', notBoth),
    vain('test-employee', 'PATCH', putChain, 'test-employee', (change) =>
      sameAsBefore(change, URN.spendUser, 'testEmployee'),
    ),
    vain('error-without-effect', 'PATCH with a bad currency', putChain, 'bad-currency', errorWithoutEffect),
    defineCase({
      requirement: 'consistency.error-without-effect',
      name: 'creation with a bad currency',
      writes: true,
      probe: brokenCreation,
      expect: (seen) => ('verdict' in seen ? seen : errorWithoutEffect(seen)),
    }),
  ];
}
