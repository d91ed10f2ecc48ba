/** Bugs in roles, approvers, delegates and limits. */

import { URN } from '../../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Corruption, Fault, ResourceScene } from '../../fault.ts';
import { faultsOf, inEntries, inExtension, inMember, renamed, without } from './reach.ts';

const SINCE_BOUNDS = ['2024-03', '2026-05'] as const;
const LATEST = ['2026-05'] as const;

function inRoles(change: (roles: readonly Json[], at: ResourceScene) => readonly Json[]): Corruption {
  return inExtension(URN.role, (extension, at) => {
    const { roles } = extension;
    return Array.isArray(roles) && roles.length > 0 ? { ...extension, roles: change(roles, at) } : extension;
  });
}

function inFirstRole(change: (role: JsonObject) => Json): Corruption {
  return inRoles(([first, ...rest]) => [isObject(first) ? change(first) : (first ?? null), ...rest]);
}

function codesIn(roles: readonly Json[]): readonly string[] {
  return roles.flatMap((one) => (isObject(one) && typeof one.roleName === 'string' ? [one.roleName] : []));
}

/** A list of one is written as its only entry. */
function unwrapped(urn: string): Corruption {
  return inExtension(urn, (extension) =>
    Object.fromEntries(
      Object.entries(extension).map(([name, list]) => [
        name,
        Array.isArray(list) && list.length === 1 ? (list[0] ?? null) : list,
      ]),
    ),
  );
}

function inDelegation(change: (delegation: JsonObject) => JsonObject): Corruption {
  return inEntries(URN.delegate, (entry) => {
    const { temporaryDelegation } = entry;
    return isObject(temporaryDelegation) ? { ...entry, temporaryDelegation: change(temporaryDelegation) } : entry;
  });
}

export const faults: readonly Fault[] = faultsOf([
  {
    id: 'role-as-text',
    rule: 'roles-list',
    summary: 'A role without groups is written as its name alone.',
    wire: 'roles holds a string',
    corrupt: inFirstRole((role) => role.roleName ?? null),
  },
  {
    id: 'role-name-in-small-letters',
    rule: 'role-name',
    summary: 'Role names are written as the user interface shows them.',
    wire: 'a roleName in small letters',
    corrupt: inFirstRole((role) => ({ ...role, roleName: String(role.roleName).toLowerCase() })),
  },
  {
    id: 'retired-role',
    rule: 'role-name-documented',
    summary: 'Users keep a role that was retired.',
    wire: 'a roleName the tables do not list',
    corrupt: inRoles((roles) => [...roles, { roleName: 'EXP_RETIRED_USER' }]),
  },
  {
    id: 'role-in-two-entries',
    rule: 'role-once',
    summary: 'A role granted by hand and by entitlement is listed for each.',
    wire: 'roles holds the same role twice',
    corrupt: inRoles((roles) => [...roles, ...roles.slice(0, 1)]),
  },
  {
    id: 'role-groups-joined',
    rule: 'role-groups',
    summary: 'Groups are written as one text.',
    wire: 'roleGroups is a string',
    corrupt: inRoles((roles) =>
      roles.map((role) =>
        isObject(role) && Array.isArray(role.roleGroups) ? { ...role, roleGroups: role.roleGroups.join(',') } : role,
      ),
    ),
  },
  {
    id: 'groups-on-every-role',
    rule: 'role-groups-aware',
    summary: 'The group of the user is written on every role.',
    wire: 'a role that is not group-aware has a named group',
    corrupt: inRoles((roles, at) => {
      const single = at.contract.roles.codes.filter((one) => !one.groupAware).map((one) => one.code);
      return roles.map((role) =>
        isObject(role) && single.includes(String(role.roleName)) ? { ...role, roleGroups: ['R&D'] } : role,
      );
    }),
  },
  {
    id: 'exclusive-roles-together',
    rule: 'role-exclusions',
    summary: 'The rule that two roles exclude each other is checked in the user interface alone.',
    wire: 'a user holds two roles of one exclusive set',
    corrupt: inRoles((roles, at) => {
      const held = codesIn(roles);
      const free = at.contract.roles.exclusions.find((set) => !set.some((code) => held.includes(code)));
      return [...roles, ...(free ?? []).slice(0, 2).map((roleName) => ({ roleName }))];
    }),
  },
  {
    id: 'single-approver-unwrapped',
    rule: 'approver-lists',
    summary: 'A list with one approver is written as the approver.',
    wire: 'an approver type is an object',
    corrupt: unwrapped(URN.approver),
  },
  {
    id: 'approver-without-primary',
    rule: 'approver-primary',
    summary: 'primary is written only where it is false.',
    wire: 'an approver entry lacks primary',
    corrupt: inEntries(URN.approver, (entry) => (entry.primary === true ? without(entry, 'primary') : entry)),
  },
  {
    id: 'invoice-approver-not-primary',
    rule: 'approver-primary-true',
    summary: 'Approvers of the later types are stored without the flag.',
    wire: 'a cash advance approver has primary false',
    revisions: SINCE_BOUNDS,
    corrupt: inEntries(URN.approver, (entry, list) => (list === 'cashAdvance' ? { ...entry, primary: false } : entry)),
  },
  {
    id: 'every-approver-primary',
    rule: 'approver-one-primary',
    summary: 'The flag is a constant.',
    wire: 'two approvers of one type are primary',
    corrupt: inEntries(URN.approver, (entry) => ({ ...entry, primary: true })),
  },
  {
    id: 'invoice-approvers-under-payment',
    rule: 'invoice-and-payment-keys',
    summary: 'Approvers and delegates share one list of keys.',
    wire: 'Approver.payment instead of Approver.invoice',
    revisions: SINCE_BOUNDS,
    corrupt: inExtension(URN.approver, (extension) => renamed(extension, 'invoice', 'payment')),
  },
  {
    id: 'limits-keyed-by-position',
    rule: 'approver-limit-lists',
    summary: 'A list of limits is written as a map by position.',
    wire: 'authorizedApprover is an object',
    revisions: LATEST,
    corrupt: inMember(URN.approverLimit, 'authorizedApprover', (list) =>
      Array.isArray(list) ? Object.fromEntries(list.map((one: Json, index) => [String(index), one])) : list,
    ),
  },
  {
    id: 'approval-type-in-capitals',
    rule: 'approval-type',
    summary: 'The type of a limit is written as the name of a constant.',
    wire: 'approvalType is PAYMENT',
    revisions: LATEST,
    corrupt: inEntries(URN.approverLimit, (entry) => ({
      ...entry,
      approvalType: String(entry.approvalType).toUpperCase(),
    })),
  },
  {
    id: 'single-delegate-unwrapped',
    rule: 'delegate-lists',
    summary: 'A list with one delegate is written as the delegate.',
    wire: 'a delegate type is an object',
    corrupt: unwrapped(URN.delegate),
  },
  {
    id: 'permission-as-letter',
    rule: 'delegate-booleans',
    summary: 'Permissions are written as Y and N.',
    wire: 'canApprove is a string',
    corrupt: inEntries(URN.delegate, (entry) => ({ ...entry, canApprove: entry.canApprove === true ? 'Y' : 'N' })),
  },
  {
    id: 'delegation-misspelt',
    rule: 'delegation-spelling',
    summary: 'The attribute keeps the misspelling of its first release.',
    wire: 'temporaryDelegatation instead of temporaryDelegation',
    revisions: SINCE_BOUNDS,
    corrupt: inEntries(URN.delegate, (entry) => renamed(entry, 'temporaryDelegation', 'temporaryDelegatation')),
  },
  {
    id: 'delegation-by-day',
    rule: 'delegation-dates',
    summary: 'Dates of delegations are written as digits without a time.',
    wire: 'temporaryDelegationFromDate is 20240219',
    revisions: SINCE_BOUNDS,
    corrupt: inDelegation((one) => ({
      ...one,
      temporaryDelegationFromDate: String(one.temporaryDelegationFromDate).slice(0, 10).replaceAll('-', ''),
    })),
  },
  {
    id: 'delegation-dates-swapped',
    rule: 'delegation-window',
    summary: 'The two dates of a delegation are read in the wrong order.',
    wire: 'a temporary delegation ends before it begins',
    revisions: SINCE_BOUNDS,
    corrupt: inDelegation((one) => ({
      ...one,
      temporaryDelegationFromDate: one.temporaryDelegationToDate ?? null,
      temporaryDelegationToDate: one.temporaryDelegationFromDate ?? null,
    })),
  },
]);
