/**
 * PATCH of the extensions that are lists (Role, Approver) on one subject: by path, by value filter, as a whole, and
 * values that must not be stored. Begins once the area consistency has seen the subject in the filtered list.
 */

import {
  type Assertion,
  approversOf,
  hasApprover,
  hasRole,
  lacksApprover,
  lacksRole,
  rolesOf,
} from '../../src/checks/consistency/assertion.ts';
import { type Change, formWorks } from '../../src/checks/consistency/effect.ts';
import { noServerError, recordOutcome } from '../../src/checks/provisioning/acceptance.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, pass, unmet } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { arrivalOf, type Chain, chainOf, type StepCase, type StepPlan, stepCase } from './chain.cases.ts';
import { at, keyed } from './flow.cases.ts';
import { afterWatched } from './listed.cases.ts';
import { NOBODY, type Sample, sampleOf } from './sample.cases.ts';

const ROLES = `${URN.role}:roles`;
const NO_ROLE = 'the contract names no two plain roles';
const NO_APPROVER = 'there is no user who could be named as an approver';

const roles = (codes: readonly string[]): JsonObject[] => codes.map((roleName) => ({ roleName, roleGroups: [] }));
const approver = (value: string): JsonObject => ({ approver: { value }, primary: true });

/** Everything that stands in an extension now has to go. */
const withoutRoles = (user: JsonObject, codes: readonly string[]): readonly Assertion[] =>
  rolesOf(user)
    .filter((code) => codes.includes(code))
    .map(lacksRole);
const withoutApprovers = (user: JsonObject): readonly Assertion[] =>
  ['report', 'request'].flatMap((kind) => approversOf(user, kind).map((value) => lacksApprover(kind, value)));

/** Two roles of one exclusion that the revision documents. */
function exclusive(contract: Contract): readonly string[] {
  const known = new Set(contract.roles.codes.map(({ code }) => code));
  const plain = contract.roles.exclusions.find((set) => set.every((code) => known.has(code)));
  return (plain ?? []).slice(0, 2);
}

function steps(contract: Contract): readonly StepPlan[] {
  const pair = exclusive(contract);
  const mapped = Object.keys(contract.roles.entitlementMapped).filter((code) => code !== 'EXP_USER');
  const needy = contract.roles.prerequisites.find(
    ({ needs, code }) => !needs.includes(code) && !needs.includes('EXP_USER'),
  );
  return [
    {
      id: 'role-add',
      what: 'The PATCH add of roles by their path',
      plan: ({ sample: { roles: codes } }) =>
        codes.length < 2 ? NO_ROLE : { send: [at('add', ROLES, roles(codes))], asserted: codes.map(hasRole) },
    },
    {
      id: 'role-remove-one',
      what: 'The PATCH remove of one role by a filter on its name',
      plan: ({ before, sample: { roles: codes } }) => {
        const [code] = codes;
        if (code === undefined || !rolesOf(before).includes(code)) return 'the role to remove is not there';
        return { send: [at('remove', `${ROLES}[roleName eq "${code}"]`)], asserted: [lacksRole(code)] };
      },
    },
    {
      id: 'role-remove-all',
      what: 'The PATCH remove of the whole Role extension',
      plan: ({ before, sample: { roles: codes } }) => {
        const asserted = withoutRoles(before, codes);
        // Roles that come with an entitlement may stay: only those that were added by hand are asserted.
        return asserted.length === 0
          ? 'the user has no role to remove'
          : { send: [at('remove', `${URN.role}:`)], asserted };
      },
    },
    {
      id: 'approver-add',
      what: 'The PATCH add of approvers by their UUID alone',
      plan: ({ sample: { approvers }, colleague }) => {
        const value = approvers[0] ?? colleague;
        if (value === undefined) return NO_APPROVER;
        return {
          send: [keyed('add', { [URN.approver]: { report: [approver(value)], request: [approver(value)] } })],
          asserted: [hasApprover('report', value), hasApprover('request', value)],
        };
      },
    },
    {
      id: 'approver-remove-one',
      what: 'The PATCH remove of one approver by a filter on its UUID',
      plan: ({ before }) => {
        const [value] = approversOf(before, 'report');
        if (value === undefined) return 'the approver to remove is not there';
        return {
          send: [at('remove', `${URN.approver}:report[approver.value eq "${value}"]`)],
          asserted: [lacksApprover('report', value)],
        };
      },
    },
    {
      id: 'approver-remove-all',
      what: 'The PATCH remove of the whole Approver extension',
      plan: ({ before }) => {
        const asserted = withoutApprovers(before);
        return asserted.length === 0
          ? 'the user has no approver to remove'
          : { send: [at('remove', `${URN.approver}:`)], asserted };
      },
    },
    {
      id: 'unknown-approver',
      what: 'The PATCH that names an approver who does not exist',
      mode: 'stay',
      plan: () => ({
        send: [keyed('add', { [URN.approver]: { report: [approver(NOBODY)] } })],
        asserted: [hasApprover('report', NOBODY)],
      }),
    },
    {
      id: 'exclusive-roles',
      what: 'The PATCH to two roles that exclude each other',
      mode: 'stay',
      plan: ({ before }) => {
        if (pair.length < 2) return 'the revision documents no exclusion';
        if (pair.every((code) => rolesOf(before).includes(code))) return 'the user had both roles before';
        return { send: [at('add', ROLES, roles(pair))], asserted: pair.map(hasRole) };
      },
    },
    {
      id: 'entitlement-role',
      what: 'The PATCH to a role that comes with an entitlement',
      mode: 'stay',
      plan: () =>
        mapped[0] === undefined
          ? 'the revision maps no role to an entitlement'
          : { send: [at('add', ROLES, roles([mapped[0]]))], asserted: [hasRole(mapped[0])] },
    },
    {
      id: 'needy-role',
      what: 'The PATCH to a role whose prerequisite is missing',
      mode: 'stay',
      plan: () =>
        needy === undefined
          ? 'the revision documents no prerequisite'
          : { send: [at('add', ROLES, roles([needy.code]))], asserted: [hasRole(needy.code)] },
    },
    {
      id: 'remove-all-bare',
      what: 'The PATCH remove of an extension without the closing colon',
      mode: 'stay',
      plan: () => ({ send: [at('remove', URN.role)], asserted: [] }),
    },
  ];
}

/** The steps on the subject `lists`. */
export const listsChain = (session: Session): Promise<Chain> =>
  chainOf(session, 'lists', steps(session.contract), afterWatched);

const ADDED = 'role-add';

const record = ({ submission, index }: Change): Finding => recordOutcome(submission, index);

/** A removal is judged against the addition it undoes; an addition stands on the plainest change alone. */
const works =
  (added?: string) =>
  (change: Change, chain: Chain): Finding =>
    formWorks(change, added === undefined ? pass() : arrivalOf(chain, added));

const table: readonly Omit<StepCase, 'chain'>[] = [
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
        ? unmet('nobody of the company is known to have it')
        : finding;
    },
  });
}
