/**
 * Values that this target is known to take: lists, currencies and custom fields are the company's own, so new users
 * borrow them from users that are there already. Falls back to the values of the documents' examples.
 */

import { approversOf, entriesOf, extensionOf } from '../../src/checks/consistency/assertion.ts';
import { delegatesOf } from '../../src/checks/consistency/references.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import type { Session } from '../../src/harness/case.ts';
import { at, isArray, isObject, type JsonObject } from '../../src/model/json.ts';

export interface Field {
  readonly id: string;
  readonly first: string;
  readonly second: string;
}

export interface Sample {
  readonly country: string;
  readonly stateProvince: string;
  readonly locale: string;
  readonly currency: string;
  /** Two custom fields with two values each. */
  readonly fields: readonly [Field, Field];
  /** A custom field that neither of the two is. */
  readonly freeField: string;
  /** Users that are approvers already. */
  readonly approvers: readonly string[];
  /** The employee number of one of them. */
  readonly approverNumber: string | undefined;
  /** Users that are delegates already. */
  readonly delegates: readonly string[];
  /** Extensions that somebody of the company has. */
  readonly inUse: ReadonlySet<string>;
  /** Two roles that go with any other and need no group. */
  readonly roles: readonly string[];
  /** Whether somebody holds both roles, so that the company has what they need. */
  readonly rolesInUse: boolean;
}

/** Belong to no user and no provision of any target: drawn once, for this purpose. */
export const NOBODY = '5b1e9b5c-6f0e-4d61-9d0a-7c3a5c1f8e42';
export const NOTHING_PROVISIONED = '0c8f2a6e-93b4-4c57-8a1d-2e6f7b9d4053';

/** Free of characters whose handling other areas judge. */
const SIMPLE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$/;

/** The sample, made once a run before anything is written. */
export function sampleOf(session: Session): Promise<Sample> {
  return session.shared('provisioning sample', async () => {
    const { users } = await session.population();
    return sampleFrom(users, session.contract);
  });
}

export function sampleFrom(users: readonly JsonObject[], contract: Contract): Sample {
  const text = (user: JsonObject, name: string): string => {
    const value = at(user, URN.spendUser, name);
    return typeof value === 'string' ? value : '';
  };
  const model = users.find(
    (user) =>
      /^[A-Z]{2}$/.test(text(user, 'country')) &&
      /^[A-Z]{2}$/.test(text(user, 'stateProvince')) &&
      /^[a-z]{2}-[A-Z]{2}$/.test(text(user, 'locale')) &&
      /^[A-Z]{3}$/.test(text(user, 'reimbursementCurrency')),
  );
  const { ids } = contract.filters.customData;
  const fields = fieldsOf(users, ids);
  const spare = ids.filter((id) => !fields.some((field) => field.id.toLowerCase() === id.toLowerCase()));
  const first = fields[0] ?? { id: spare[0] ?? 'custom1', first: 'testing', second: 'tested' };
  const second = fields[1] ?? { id: spare[1] ?? 'custom2', first: 'testing', second: 'tested' };
  const approvers = namedIn(users, (user) => approversOf(user, 'report'));
  return {
    country: model ? text(model, 'country') : 'US',
    stateProvince: model ? text(model, 'stateProvince') : 'WA',
    locale: model ? text(model, 'locale') : 'en-US',
    currency: model ? text(model, 'reimbursementCurrency') : 'USD',
    fields: [first, second],
    freeField: ids.find((id) => id !== first.id && id !== second.id) ?? 'custom8',
    approvers,
    approverNumber: numberOf(users, approvers),
    delegates: namedIn(users, (user) => delegatesOf(user, 'expense')),
    inUse: new Set(Object.values(URN).filter((urn) => users.some((user) => extensionOf(user, urn)))),
    ...rolesFor(users, contract),
  };
}

/** Custom fields that hold at least two simple values, in the order of the documents. */
function fieldsOf(users: readonly JsonObject[], ids: readonly string[]): readonly Field[] {
  const values = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const user of users) {
    const list = at(user, URN.spendUser, 'customData');
    for (const entry of isArray(list) ? list.filter(isObject) : []) {
      if (typeof entry.id !== 'string' || typeof entry.value !== 'string' || !SIMPLE.test(entry.value)) continue;
      values.get(entry.id)?.add(entry.value);
    }
  }
  return [...values].flatMap(([id, found]) => {
    const [first, second] = [...found];
    return first === undefined || second === undefined ? [] : [{ id, first, second }];
  });
}

/**
 * Users that others name in a reference and that are listed themselves, the most often named first: who has left the
 * company is named by few.
 */
function namedIn(users: readonly JsonObject[], named: (user: JsonObject) => readonly string[]): readonly string[] {
  const listed = new Set(users.map(({ id }) => (typeof id === 'string' ? id.toLowerCase() : '')));
  const counts = new Map<string, number>();
  for (const id of users.flatMap(named)) if (listed.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => id)
    .slice(0, 2);
}

/** The employee number that references give beside one of these UUIDs. */
function numberOf(users: readonly JsonObject[], named: readonly string[]): string | undefined {
  const known = new Set(named);
  for (const user of users) {
    for (const entry of entriesOf(user, URN.approver, 'report')) {
      const [value, number] = [at(entry, 'approver', 'value'), at(entry, 'approver', 'employeeNumber')];
      if (typeof value === 'string' && known.has(value.toLowerCase()) && typeof number === 'string') return number;
    }
  }
  return undefined;
}

function rolesFor(users: readonly JsonObject[], contract: Contract): Pick<Sample, 'roles' | 'rolesInUse'> {
  const { codes, exclusions, prerequisites, entitlementMapped } = contract.roles;
  const awkward = new Set([
    ...exclusions.flat(),
    ...prerequisites.map(({ code }) => code),
    ...Object.keys(entitlementMapped),
  ]);
  const plain = codes.filter(({ code, groupAware }) => !groupAware && !awkward.has(code)).map(({ code }) => code);
  const held = new Set(
    users.flatMap((user) => {
      const roles = at(user, URN.role, 'roles');
      return isArray(roles) ? roles.map((role) => at(role, 'roleName')) : [];
    }),
  );
  // Roles that somebody holds come first: the company has the product they belong to.
  const chosen = [...plain.filter((code) => held.has(code)), ...plain.filter((code) => !held.has(code))].slice(0, 2);
  return { roles: chosen, rolesInUse: chosen.every((code) => held.has(code)) };
}

/** A short text that no other user has; account codes take 20 characters. */
export function markerOf(session: Session, word: string): string {
  const run = session.target.runPrefix.replaceAll(/[^A-Za-z0-9]/g, '').slice(-10);
  return `${run}${word}`.slice(0, 20);
}

export interface NewUser {
  readonly userName: string;
  readonly data: JsonObject;
  readonly marker: string;
}

/** A complete new user with a SpendUser extension; `more` is merged on top. */
export function newUser(session: Session, sample: Sample, word: string, more: JsonObject = {}): NewUser {
  const { runPrefix, provisioning } = session.target;
  return userNamed(session, sample, `${runPrefix}-${word}@${provisioning.userNameDomain}`, word, more);
}

/** The user of that name as this program makes its users, also one that an earlier run made. */
export function userNamed(
  session: Session,
  sample: Sample,
  userName: string,
  word: string,
  more: JsonObject = {},
): NewUser {
  const { provisioning } = session.target;
  const marker = markerOf(session, `${word}0`);
  const data: JsonObject = {
    schemas: [URN.coreUser],
    userName,
    active: true,
    name: { formatted: `Conformance ${word}`, givenName: 'Conformance', familyName: word },
    emails: [{ value: userName, type: 'work' }],
    timezone: 'America/New_York',
    preferredLanguage: 'en-US',
    entitlements: ['Expense'],
    [URN.enterpriseUser]: {
      employeeNumber: userName.split('@')[0] ?? word,
      startDate: '2024-01-01T00:00:00Z',
      ...(provisioning.companyId !== undefined && { companyId: provisioning.companyId }),
    },
    [URN.spendUser]: spendOf(sample, marker),
    ...more,
  };
  return { userName, data, marker };
}

/** A SpendUser extension with its required members, an optional one and the marker. */
export function spendOf(sample: Sample, marker: string): JsonObject {
  return {
    country: sample.country,
    stateProvince: sample.stateProvince,
    locale: sample.locale,
    reimbursementCurrency: sample.currency,
    cashAdvanceAccountCode: marker,
  };
}
