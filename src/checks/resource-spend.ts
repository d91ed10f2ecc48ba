/** Rules about SpendUser, customData and Payroll that need more than one value at a time, or carry a level of their own. */

import { URN } from '../contract/contract.ts';
import { at, isArray, type JsonObject } from '../model/json.ts';
import { objectsOf, onUsers, type UserProblem } from './resource-users.ts';

const CUSTOM_DATA = [URN.spendUser, 'customData'] as const;

interface CustomEntry {
  readonly id: string;
  readonly index: number;
}

function customEntries(user: JsonObject): readonly CustomEntry[] {
  return objectsOf(at(user, ...CUSTOM_DATA)).flatMap(({ entry, index }) =>
    typeof entry.id === 'string' ? [{ id: entry.id, index }] : [],
  );
}

/** No id stands twice in customData (ruling 83). */
export const customDataOnce = onUsers((user) => {
  const entries = customEntries(user);
  if (entries.length === 0) return undefined;
  const known = new Set<string>();
  const problems: UserProblem[] = [];
  for (const { id, index } of entries) {
    if (known.has(id)) {
      const message = 'customData has two entries with the same id.';
      problems.push({ message, at: [...CUSTOM_DATA, index, 'id'], expected: 'each id once', actual: id });
    }
    known.add(id);
  }
  return problems;
});

/** v4.1 was published to write orgUnit with a capital U (ruling 7). Ids out of range are judged elsewhere. */
export const orgUnitSpelling = onUsers((user) => {
  const units = customEntries(user).filter(({ id }) => /^org[Uu]nit[1-6]$/.test(id));
  if (units.length === 0) return undefined;
  return units
    .filter(({ id }) => !id.startsWith('orgUnit'))
    .map(({ id, index }) => ({
      message: 'The id of an organizational unit is not spelt orgUnit.',
      at: [...CUSTOM_DATA, index, 'id'],
      expected: id.replace('orgunit', 'orgUnit'),
      actual: id,
    }));
});

/** The table says two characters; up to six are permitted with a warning (ruling 77), longer ones fail elsewhere. */
export const stateProvinceDocumented = onUsers((user) => {
  const state = at(user, URN.spendUser, 'stateProvince');
  if (typeof state !== 'string' || state === '' || state.length > 6) return undefined;
  if (state.length <= 2) return [];
  const message = `A stateProvince of ${state.length} characters, where the table says two.`;
  return [{ message, at: [URN.spendUser, 'stateProvince'], expected: 'two characters', actual: state }];
});

/** The URN a guide prints by mistake (ruling 101). */
const SPEND_PAYROLL = 'urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll';

/** Payroll stands in the enterprise namespace (ruling 101). */
export const payrollUrn = onUsers((user) => {
  if (user[SPEND_PAYROLL] !== undefined) {
    const message = 'The Payroll extension stands under a URN of the spend namespace.';
    return [{ message, at: [SPEND_PAYROLL], expected: URN.payroll, actual: SPEND_PAYROLL }];
  }
  return user[URN.payroll] === undefined ? undefined : [];
});

/** Whether a user has payroll data, and the reimbursement type it has beside it; undefined without such data. */
export function payrollBeside(user: JsonObject): string | undefined {
  const adp = at(user, URN.payroll, 'adp');
  if (adp === null || typeof adp !== 'object' || isArray(adp) || Object.keys(adp).length === 0) return undefined;
  const type = at(user, URN.spendUser, 'reimbursementType');
  return typeof type === 'string' ? type : 'none';
}
