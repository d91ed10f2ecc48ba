/** What is asked of the Role extension: added, removed, replaced, and roles that should not be stored. */

import { type Assertion, hasRole, lacksRole, rolesOf } from '../../src/checks/consistency/assertion.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { StepPlan } from './chain.cases.ts';
import { at } from './flow.cases.ts';

const ROLES = `${URN.role}:roles`;
const NO_ROLE = 'the contract names no two plain roles';

const roles = (codes: readonly string[]): JsonObject[] => codes.map((roleName) => ({ roleName, roleGroups: [] }));

/** Of everything that stands in the extension, what was put there by hand has to go. */
const withoutRoles = (user: JsonObject, codes: readonly string[]): readonly Assertion[] =>
  rolesOf(user)
    .filter((code) => codes.includes(code))
    .map(lacksRole);

/** Two roles of one exclusion that the revision documents. */
function exclusive(contract: Contract): readonly string[] {
  const known = new Set(contract.roles.codes.map(({ code }) => code));
  const plain = contract.roles.exclusions.find((set) => set.every((code) => known.has(code)));
  return (plain ?? []).slice(0, 2);
}

/** Forms of PATCH on roles; each leaves what the next one needs. */
export const ROLE_FORMS: readonly StepPlan[] = [
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
    id: 'role-replace',
    what: 'The PATCH replace of roles by their path',
    plan: ({ before, sample: { roles: codes } }) => {
      const [first, second] = codes;
      if (first === undefined || second === undefined) return NO_ROLE;
      if (!rolesOf(before).includes(second)) return 'the role to replace is not there';
      return { send: [at('replace', ROLES, roles([first]))], asserted: [hasRole(first), lacksRole(second)] };
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
];

/** Roles that may be refused, and a removal that may not be understood. */
export function roleDoubts(contract: Contract): readonly StepPlan[] {
  const pair = exclusive(contract);
  const mapped = Object.keys(contract.roles.entitlementMapped).filter((code) => code !== 'EXP_USER');
  const needy = contract.roles.prerequisites.find(
    ({ needs, code }) => !needs.includes(code) && !needs.includes('EXP_USER'),
  );
  return [
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
