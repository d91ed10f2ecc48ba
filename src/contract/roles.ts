/** Reads specs/roles.yaml into the role facts of one revision. Data only: it knows no user and no request. */

import { join } from 'node:path';
import { REVISIONS, type Revision } from '../model/requirement.ts';
import type { RoleCode, RoleFacts } from './contract.ts';
import { holdsIn } from './revisions.ts';
import { closedMap, entries, items, type Located, readYaml, text, texts } from './yaml.ts';

function codesOf(codes: Located, changes: Located, revision: Revision): readonly RoleCode[] {
  const { groupAware, single } = closedMap(codes, ['groupAware', 'single']);
  const aware = new Map<string, boolean>();
  for (const code of texts(groupAware)) aware.set(code, true);
  for (const code of texts(single)) aware.set(code, false);
  const change = closedMap(changes, [], REVISIONS)[revision];
  if (change !== undefined) {
    const keys = closedMap(change, ['groupAware', 'single', 'absent']);
    for (const code of texts(keys.groupAware)) aware.set(code, true);
    for (const code of texts(keys.single)) aware.set(code, false);
    for (const code of texts(keys.absent)) aware.delete(code);
  }
  return [...aware].map(([code, groupAware]) => ({ code, groupAware })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Codes, exclusions, prerequisites and entitlements as the revision documents them. */
export function loadRoles(specs: string, revision: Revision): RoleFacts {
  const file = readYaml(join(specs, 'roles.yaml'));
  const keys = closedMap(file, ['codes', 'changes', 'exclusions', 'prerequisites', 'entitlements']);
  const exclusions = items(keys.exclusions).map((entry) => closedMap(entry, ['codes', 'revisions']));
  const prerequisites = items(keys.prerequisites).map((entry) => closedMap(entry, ['code', 'needs']));
  const entitlements = closedMap(keys.entitlements, ['revisions', 'roles']);
  return {
    codes: codesOf(keys.codes, keys.changes, revision),
    exclusions: exclusions.filter((one) => holdsIn(one.revisions, revision)).map((one) => texts(one.codes)),
    prerequisites: prerequisites.map((one) => ({ code: text(one.code), needs: texts(one.needs) })),
    entitlementMapped: holdsIn(entitlements.revisions, revision)
      ? Object.fromEntries(entries(entitlements.roles).map(([code, entitlement]) => [code, text(entitlement)]))
      : {},
  };
}
