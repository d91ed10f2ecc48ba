/** What documents leave open about spend users: recorded over the whole population, never judged. */

import {
  baseSchema,
  emptyExtensions,
  locationVersion,
  payrollKind,
  rolePrerequisites,
  unknownMembers,
  unsetForms,
  versionForm,
} from '../../src/checks/resource-observed.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';

export function observationCases(contract: Contract): readonly Case[] {
  const table = [
    { rule: 'meta-location-version', expect: locationVersion },
    { rule: 'meta-version', expect: versionForm },
    { rule: 'base-schema', expect: baseSchema },
    { rule: 'unset-forms', expect: unsetForms },
    { rule: 'empty-extensions', expect: emptyExtensions },
    { rule: 'unknown-members', expect: unknownMembers(contract) },
    { rule: 'role-prerequisites', expect: rolePrerequisites(contract) },
    { rule: 'payroll-kind', expect: payrollKind },
  ];
  return table.map(({ rule, expect }) =>
    defineCase({
      requirement: `resource.${rule}`,
      name: 'every listed user',
      probe: (session) => session.population(),
      expect,
    }),
  );
}
