/**
 * Tenants other than the seed users. Most show less: nobody, one user, one page, everybody alike, nothing filled in; what
 * such a tenant cannot show must never count as proven. One has codes that the seed users lack. Data and small pure functions; knows no request and no rule.
 */

import { URN } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import { customDataOf, type Person, spendUserOf, withSpend } from '../person.ts';

export interface OtherPopulation {
  readonly id: string;
  /** One sentence: who is there. */
  readonly summary: string;
  readonly users: number;
  /** What becomes of the seed users. */
  readonly shape?: (people: readonly Person[]) => readonly Person[];
  /** `conforms` where an honest server with such users shows everything that a MUST speaks about. */
  readonly outcome: 'conforms' | 'inconclusive';
  /** They show all that the seed users show: what passes with them needs no proof of its own. */
  readonly rich?: true;
  /** SHOULD requirements that they depart from, with a warning in the revisions that know them. */
  readonly warns?: readonly string[];
  /** Revisions that conform all the same, for they lack the rule which these users cannot show. */
  readonly conformsIn?: readonly Revision[];
}

const REQUIRED = ['country', 'locale', 'reimbursementCurrency'];

function hasSpend(person: Person): boolean {
  return Object.keys(spendUserOf(person)).length > 0;
}

/** The same extensions for everybody: those of the first user who has all of them filled. */
function alike(people: readonly Person[]): readonly Person[] {
  const model = people.find((one) => hasSpend(one) && Object.keys(one.spend[URN.approver] ?? {}).length > 0);
  if (model === undefined) return people;
  return people.map((one) => ({ ...one, spend: model.spend }));
}

/** Only what must be there; the rest is null, and the extensions are empty. */
function bareMinimum(person: Person): Person {
  const members: Record<string, Json> = {};
  for (const [name, value] of Object.entries(spendUserOf(person))) {
    members[name] = REQUIRED.includes(name) ? value : null;
  }
  const empty: Record<string, JsonObject> = Object.fromEntries(Object.keys(person.spend).map((urn) => [urn, {}]));
  return { ...person, spend: { ...empty, [URN.spendUser]: members } };
}

/** One custom field and one organisational unit, three values, and every second user without the custom field. */
function fewCustomValues(person: Person, position: number): Person {
  if (!hasSpend(person)) return person;
  const value = ['CC-100', 'CC-200', 'CC-300'][position % 3] ?? '';
  const custom = position % 2 === 0 ? [{ id: 'custom1', value }] : [];
  const customData = [{ id: 'orgUnit1', value: position % 5 === 0 ? 'Sales' : 'Service' }, ...custom];
  return withSpend(person, URN.spendUser, { customData });
}

/** Custom fields stay, organisational units go. */
function withoutUnits(person: Person): Person {
  const { customData } = spendUserOf(person);
  if (!Array.isArray(customData)) return person;
  const custom = customDataOf(person).filter((one) => !String(one.id).startsWith('orgUnit'));
  return withSpend(person, URN.spendUser, { customData: custom });
}

/** The first of each list is the most frequent, and another one is the same in another letter case where that may be. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  country: ['US', 'us', 'US', 'UA', 'DE'],
  locale: ['en-US', 'en-us', 'en-US', 'en-GB', 'de-DE'],
  reimbursementCurrency: ['USD', 'usd', 'USD', 'USN', 'EUR'],
  stateProvince: ['US-NY', 'us-ny', 'US-NY', 'US-NV'],
  reimbursementType: ['OTHER', 'CONCUR_PAY', 'OTHER'],
  cashAdvanceAccountCode: ['abc', 'ABC', 'abc', 'abd', 'other', 'OTHER', 'abc'],
  ledgerCode: ['USN', 'OTHER', 'abd', 'ledger', 'LEDGER', 'abc', 'USN', 'CONCUR_PAY'],
};

/** Codes that differ in their last letters or in letter case alone, and that other users have in other attributes. */
function codesAlike(person: Person, position: number): Person {
  if (!hasSpend(person)) return person;
  const codes = Object.entries(CODES).map(([name, values]) => [name, values[position % values.length] ?? null]);
  return withSpend(person, URN.spendUser, Object.fromEntries(codes));
}

export const POPULATIONS: readonly OtherPopulation[] = [
  { id: 'empty', summary: 'Nobody is there.', users: 0, outcome: 'inconclusive' },
  { id: 'one-user', summary: 'One user is there.', users: 1, outcome: 'inconclusive' },
  { id: 'one-page', summary: 'As many users as the largest page holds.', users: 100, outcome: 'conforms' },
  { id: 'one-default-page', summary: 'As many users as a page holds by default.', users: 50, outcome: 'conforms' },
  {
    id: 'all-alike',
    summary: 'Everybody has the same spend data.',
    users: 120,
    shape: alike,
    outcome: 'inconclusive',
  },
  {
    id: 'nothing-filled',
    summary: 'Everybody has what is required, and null everywhere else.',
    users: 120,
    shape: (people) => people.map(bareMinimum),
    outcome: 'inconclusive',
  },
  {
    id: 'no-spend-data',
    summary: 'Everybody exists, and nobody has spend data.',
    users: 120,
    shape: (people) =>
      people.map((one) => ({ ...one, spend: Object.fromEntries(Object.keys(one.spend).map((urn) => [urn, {}])) })),
    outcome: 'inconclusive',
  },
  {
    id: 'small-tenant',
    summary: 'Forty ordinary users with one custom field of three values and one organisational unit.',
    users: 40,
    shape: (people) => people.map(fewCustomValues),
    outcome: 'conforms',
  },
  {
    id: 'no-org-units',
    summary: 'Forty ordinary users of a company without organisational units.',
    users: 40,
    shape: (people) => people.map(withoutUnits),
    outcome: 'inconclusive',
    conformsIn: ['2021-03'],
  },
  {
    id: 'codes-alike',
    summary: 'Two hundred users whose codes differ in one letter, in letter case, or by the attribute they are in.',
    users: 200,
    shape: (people) => people.map(codesAlike),
    outcome: 'conforms',
    rich: true,
    warns: ['resource.state-province-documented'],
  },
];
