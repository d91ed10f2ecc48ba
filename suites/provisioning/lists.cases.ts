/**
 * PATCH of the extensions that are lists (Role, Approver) on one subject: by path, by value filter, as a whole, and
 * values that must not be stored. Begins once the area consistency has seen the subject in the filtered list.
 */

import { type Change, formWorks } from '../../src/checks/consistency/effect.ts';
import { noServerError, recordOutcome } from '../../src/checks/provisioning/acceptance.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, pass, unmet } from '../../src/model/finding.ts';
import { APPROVER_FORMS } from './approver-steps.cases.ts';
import { arrivalOf, type Chain, chainOf, type StepCase, stepCase } from './chain.cases.ts';
import { afterWatched } from './listed.cases.ts';
import { ROLE_FORMS, roleDoubts } from './role-steps.cases.ts';
import { type Sample, sampleOf } from './sample.cases.ts';

/** The steps on the subject `lists`. */
export const listsChain = (session: Session): Promise<Chain> =>
  chainOf(session, 'lists', [...ROLE_FORMS, ...APPROVER_FORMS, ...roleDoubts(session.contract)], {
    prepare: afterWatched,
  });

const ADDED = 'role-add';

const record = ({ submission, index }: Change): Finding => recordOutcome(submission, index);

/** A removal is judged against the addition it undoes; an addition stands on the plainest change alone. */
const works =
  (added?: string) =>
  (change: Change, chain: Chain): Finding =>
    formWorks(change, added === undefined ? pass() : arrivalOf(chain, added));

const table: readonly Omit<StepCase, 'chain'>[] = [
  {
    requirement: 'provisioning.patch-attribute-path',
    name: 'roles, replace',
    step: 'role-replace',
    expect: works(ADDED),
  },
  {
    requirement: 'provisioning.patch-without-path',
    name: 'approver, replace',
    step: 'approver-replace',
    expect: works('approver-add'),
  },
  {
    requirement: 'provisioning.patch-attribute-path',
    name: 'approver, replace',
    step: 'approver-replace-by-path',
    expect: works('approver-add'),
  },
  {
    requirement: 'provisioning.patch-value-path',
    name: 'roles, remove',
    step: 'role-remove-one',
    expect: works(ADDED),
  },
  { requirement: 'provisioning.patch-remove-extension', name: 'Role', step: 'role-remove-all', expect: works(ADDED) },
  {
    requirement: 'provisioning.patch-value-path',
    name: 'approver, remove',
    step: 'approver-remove-one',
    expect: works('approver-add'),
  },
  {
    requirement: 'provisioning.patch-remove-extension',
    name: 'Approver',
    step: 'approver-remove-all',
    expect: works('approver-add'),
  },
  {
    requirement: 'provisioning.unknown-reference',
    name: 'approver',
    step: 'unknown-approver',
    expect: ({ submission: { answer } }) => noServerError(answer, 'A PATCH that names an unknown approver'),
  },
  { requirement: 'provisioning.approver-by-number', name: 'report', step: 'approver-by-number', expect: record },
  { requirement: 'provisioning.entitlement-role', name: 'set by itself', step: 'entitlement-role', expect: record },
  { requirement: 'provisioning.role-prerequisite', name: 'set without it', step: 'needy-role', expect: record },
  { requirement: 'provisioning.patch-remove-extension-bare', name: 'Role', step: 'remove-all-bare', expect: record },
];

export function listsCases(): readonly Case[] {
  return [
    ...table.map((row) => stepCase({ ...row, chain: listsChain })),
    adding('patch-attribute-path', 'roles, add', ADDED, ({ rolesInUse }) => rolesInUse),
    adding('approver-by-value', 'two kinds', 'approver-add', ({ approvers }) => approvers.length > 0),
  ];
}

/**
 * An addition of something that users of this company are known to have. Where nobody has it, a failure may be the
 * company's own rule, so the question stays open.
 */
function adding(requirement: string, name: string, step: string, isKnown: (sample: Sample) => boolean): Case {
  return defineCase({
    requirement: `provisioning.${requirement}`,
    name,
    writes: true,
    probe: async (session) => ({ chain: await listsChain(session), sample: await sampleOf(session) }),
    expect: ({ chain, sample }) => {
      const found = chain.get(step);
      if (!found) return unmet(`the run has no step "${step}"`);
      if ('missing' in found) return found.missing;
      const finding = works()(found.change, chain);
      return finding.verdict === 'fail' && !isKnown(sample)
        ? unmet('nobody of the company is known to have it', 'tenant data')
        : finding;
    },
  });
}
