/** Rules about roles that need the documented role tables, or more than one entry at a time. */

import { type RoleCode, type RoleFacts, URN } from '../contract/contract.ts';
import { at, isArray, type JsonObject } from '../model/json.ts';
import { objectsOf, onUsers, type UserProblem } from './resource-users.ts';

export interface HeldRole {
  readonly name: string;
  readonly index: number;
  /** Named groups only: an empty text stands for the global group. */
  readonly groups: readonly string[];
}

/** The roles of a user whose names are of the documented form; others are judged under that form. */
export function rolesOf(user: JsonObject): readonly HeldRole[] {
  return objectsOf(at(user, URN.role, 'roles')).flatMap(({ entry, index }) => {
    const { roleName, roleGroups } = entry;
    if (typeof roleName !== 'string' || !/^[A-Z0-9_]+$/.test(roleName)) return [];
    const groups = isArray(roleGroups) ? roleGroups.filter((one) => typeof one === 'string' && one !== '') : [];
    return [{ name: roleName, index, groups: groups.map(String) }];
  });
}

function place(role: HeldRole): readonly (string | number)[] {
  return [URN.role, 'roles', role.index, 'roleName'];
}

/** What the role tables say of a role; undefined where they do not list it. */
function documented(roles: RoleFacts, role: HeldRole): RoleCode | undefined {
  return roles.codes.find(({ code }) => code === role.name);
}

/** Every role name is a documented code (ruling 91). */
export const roleDocumented = onUsers((user, contract) => {
  const held = rolesOf(user);
  if (held.length === 0) return undefined;
  return held
    .filter((role) => documented(contract.roles, role) === undefined)
    .map((role) => ({
      message: 'The user holds a role that the role tables do not list.',
      at: place(role),
      expected: 'a documented role code',
      actual: role.name,
    }));
});

/** No role stands twice with the same groups; entries of one role for different groups are fine. */
export const roleOnce = onUsers((user) => {
  const held = rolesOf(user);
  if (held.length === 0) return undefined;
  const known = new Set<string>();
  const problems: UserProblem[] = [];
  for (const role of held) {
    const entry = [role.name, ...[...role.groups].sort()].join('\n');
    if (known.has(entry)) {
      const message = 'The user holds the same role with the same groups in two entries.';
      problems.push({ message, at: place(role), expected: 'each role once', actual: role.name });
    }
    known.add(entry);
  }
  return problems;
});

/** Only a group-aware role has named groups (ruling 90). */
export const groupsOnlyWhereAware = onUsers((user, contract) => {
  const single = rolesOf(user).filter((role) => documented(contract.roles, role)?.groupAware === false);
  if (single.length === 0) return undefined;
  return single
    .filter((role) => role.groups.length > 0)
    .map((role) => ({
      message: `The role ${role.name} is not group-aware, yet it has a named group.`,
      at: [URN.role, 'roles', role.index, 'roleGroups'],
      expected: 'no named group',
      actual: role.groups,
    }));
});

/** At most one role of each set that excludes itself (ruling 147). */
export const exclusiveRoles = onUsers((user, contract) => {
  const held = rolesOf(user).map((role) => role.name);
  if (held.length === 0) return undefined;
  return contract.roles.exclusions.flatMap((set) => {
    const both = set.filter((code) => held.includes(code));
    if (both.length < 2) return [];
    const message = `The user holds ${both.join(' and ')}, which exclude each other.`;
    return [{ message, at: [URN.role, 'roles'], expected: `one of ${set.join(', ')}`, actual: both }];
  });
});

/** Roles of a user that lack a role they ask for. */
export function unsupportedRoles(user: JsonObject, roles: RoleFacts): readonly string[] {
  const held = new Set(rolesOf(user).map((role) => role.name));
  return roles.prerequisites
    .filter(({ code, needs }) => held.has(code) && !needs.every((need) => held.has(need)))
    .map(({ code }) => code);
}
