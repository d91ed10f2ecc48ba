/** What must stay as it was: the rest of the user, other users, and whatever was asked for in vain. */

import type { Change } from '../../src/checks/consistency/effect.ts';
import { errorWithoutEffect, notBoth, notStored, sameAsBefore } from '../../src/checks/consistency/refused.ts';
import { nothingElse, othersUntouched } from '../../src/checks/consistency/untouched.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Chain, stepCase } from '../provisioning/chain.cases.ts';
import { brokenCreation } from '../provisioning/creation.cases.ts';
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
}[] = [
  { name: 'attribute by path', step: 'replace-by-path', chain: patchChain },
  { name: 'attribute without path', step: 'replace-without-path', chain: patchChain },
  { name: 'customData added', step: 'add-without-path', chain: patchChain },
  { name: 'one customData value', step: 'value-path-replace', chain: patchChain },
  { name: 'one customData entry removed', step: 'value-path-remove', chain: patchChain },
  { name: 'roles added', step: 'role-add', chain: listsChain },
  { name: 'one role removed', step: 'role-remove-one', chain: listsChain },
  { name: 'the Role extension removed', step: 'role-remove-all', chain: listsChain },
  { name: 'approvers added', step: 'approver-add', chain: listsChain },
  { name: 'one approver removed', step: 'approver-remove-one', chain: listsChain },
  { name: 'the Approver extension removed', step: 'approver-remove-all', chain: listsChain },
  { name: 'single user, PATCH', step: 'patch', chain: singleChain },
];

/** Removing a whole extension takes along what it holds beyond the asserted entries. */
const WHOLE: Readonly<Record<string, string>> = {
  'role-remove-all': URN.role,
  'approver-remove-all': URN.approver,
};

export function unchangedCases(): readonly Case[] {
  const vain = (
    requirement: string,
    name: string,
    chain: (session: Session) => Promise<Chain>,
    step: string,
    expect: (change: Change) => Finding,
  ) => stepCase({ requirement: `consistency.${requirement}`, name, chain, step, expect });
  return [
    ...NARROW.map(({ name, step, chain }) =>
      stepCase({
        requirement: 'consistency.untouched-attributes',
        name,
        chain,
        step,
        expect: (change) => {
          const extension = WHOLE[step];
          return nothingElse(change, extension === undefined ? [] : [{ extension }]);
        },
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
