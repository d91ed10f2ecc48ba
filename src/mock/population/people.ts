/**
 * The seed users: a pure function of revision, seed, size and position, so that a million of them cost nothing until they
 * are asked for. Listing order is position order, which is neither the order of ids nor of times.
 */

import { URN } from '../../contract/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Person } from '../person.ts';
import type { MockContract } from '../scene.ts';
import { extensionsFor, type Preferences, preferencesIn } from './extensions.ts';
import { idAt, mix } from './random.ts';
import { rolePicker } from './roles.ts';
import {
  ABSENT,
  ACCOUNTS,
  CITIES,
  COUNTRIES,
  CURRENCIES,
  CUSTOM_VALUES,
  cycle,
  FAMILY,
  FLAGS,
  GIVEN,
  LEDGERS,
  LOCALES,
  reimbursementTypes,
  STATES,
  type Value,
} from './values.ts';

export const COMPANY_ID = 'aa076ada-80a9-4f57-8e98-9300b1c3171d';
const EPOCH = Date.parse('2024-02-01T08:00:00Z');
const DAY = 86_400_000;
const MANAGER_EVERY = 10;

export interface Cast {
  readonly size: number;
  at(position: number): Person;
}

function present(members: Readonly<Record<string, Value>>): JsonObject {
  const kept: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(members)) if (value !== ABSENT) kept[name] = value;
  return kept;
}

/** Every tenth user approves for others. */
function isManager(position: number): boolean {
  return position % MANAGER_EVERY === 3;
}

/** Some people have no spend data at all: their creation failed half way, or nobody gave them any. */
function isBare(position: number): boolean {
  return position % 67 === 41;
}

function employeeNumberAt(position: number): string {
  return String(100_001 + position);
}

function identityAt(position: number): { readonly userName: string; readonly identity: JsonObject } {
  const givenName = cycle(GIVEN, position);
  const familyName = cycle(FAMILY, position * 3 + 1);
  const userName = `user.${employeeNumberAt(position)}@example.com`;
  return {
    userName,
    identity: {
      name: { givenName, familyName, formatted: `${familyName}, ${givenName}` },
      emails: [{ value: userName, type: 'work', verified: true, notifications: false }],
      [URN.enterpriseUser]: { employeeNumber: employeeNumberAt(position), companyId: COMPANY_ID },
    },
  };
}

type Element = { readonly id: string; readonly value: Value };

/** Elements with ids of their own; neighbours swap ids and values, so that terms met by different elements show. */
function customDataAt(position: number, ids: readonly string[]): Value {
  if (position % 13 === 5) return null;
  if (position % 13 === 8) return ABSENT;
  const value = (step: number): Value => cycle(CUSTOM_VALUES, position + step * 7);
  const swapped = position % 2 === 0;
  const pair = [
    { id: 'custom1', value: swapped ? 'beta' : 'alpha' },
    { id: 'custom2', value: swapped ? 'alpha' : 'beta' },
  ];
  const first = position % 4 < 2 ? [] : pair;
  const count = position % 6;
  const rest: readonly Element[] = Array.from({ length: count }, (_, step) => ({
    id: cycle(ids, position * 5 + step * 3),
    value: value(step),
  }));
  const taken = new Set(first.map((one) => one.id));
  const own = rest.filter(({ id }) => !taken.has(id) && taken.add(id));
  return [...first, ...own.map((one) => present(one))];
}

/** The cast of one revision and seed. */
export function castOf(contract: MockContract, seed: number, size: number): Cast {
  const { revision } = contract;
  const ids = contract.filters.customData.ids;
  const types = reimbursementTypes(revision);
  const pickRoles = rolePicker(contract.roles);
  const preferences: Preferences = preferencesIn(revision);
  const managers = Math.max(0, Math.ceil((size - 3) / MANAGER_EVERY));
  const shift = mix(seed, 7) % 1000;
  const reference = (position: number): JsonObject => ({
    value: idAt(seed, position),
    employeeNumber: employeeNumberAt(position),
  });
  const managerOf = (position: number): JsonObject | undefined => {
    if (managers === 0) return undefined;
    const boss = 3 + MANAGER_EVERY * (mix(seed, position, 11) % managers);
    return boss === position ? undefined : reference(boss);
  };

  const spendUserAt = (position: number): JsonObject => {
    if (isBare(position)) return {};
    const turn = position + shift;
    const country = turn % 2 === 0 ? 'US' : cycle(COUNTRIES, turn);
    const manager = managerOf(position + 1);
    const own = manager?.value === idAt(seed, position) ? undefined : manager;
    return present({
      reimbursementCurrency: cycle(CURRENCIES, turn),
      reimbursementType: cycle(types, turn),
      ledgerCode: turn % 3 === 0 ? 'DEFAULT' : cycle(LEDGERS, turn),
      country,
      budgetCountryCode: turn % 3 === 0 ? null : turn % 11 === 0 ? ABSENT : cycle(['CA', 'MX'], turn),
      stateProvince: cycle(STATES, turn),
      locale: cycle(LOCALES, turn),
      cashAdvanceAccountCode: cycle(ACCOUNTS, turn),
      testEmployee: cycle(FLAGS, turn + 3),
      nonEmployee: cycle(FLAGS, turn * 3),
      biManager: turn % 4 === 0 ? null : turn % 4 === 1 ? ABSENT : (own ?? null),
      ...(revision !== '2021-03' && turn % 9 === 0 && { biHierarchy: { code: 'SALES-1', syncGuid: null, href: null } }),
      customData: customDataAt(position, ids),
      ...(revision === '2026-05' &&
        turn % 5 === 0 && {
          officeLocationCountry: country,
          officeLocationStateProvince: cycle(STATES, turn + 1),
          officeLocationCity: cycle(CITIES, turn),
        }),
    });
  };

  return {
    size,
    at(position) {
      const spendUser = spendUserAt(position);
      return {
        id: idAt(seed, position),
        ...identityAt(position),
        employeeNumber: employeeNumberAt(position),
        // Whom others name as their approver has not left, else nobody could name them again.
        active: position % 29 !== 17 || isManager(position),
        spend: {
          [URN.spendUser]: spendUser,
          ...extensionsFor({
            position,
            revision,
            bare: isBare(position),
            payroll: spendUser.reimbursementType === 'ADP_PAYROLL',
            preferences,
            roles: () => pickRoles(position + shift, isManager(position)),
            manager: (salt) => managerOf(position * 7 + salt),
            self: idAt(seed, position),
          }),
        },
        modified: EPOCH + (mix(seed, position, 5) % 600) * DAY + (mix(seed, position, 6) % DAY),
        version: 0,
      };
    },
  };
}
