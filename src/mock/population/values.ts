/**
 * The attribute values of the seed users, chosen so that bugs in filters and paging show: values that are prefixes of one
 * another, that differ in case alone, that hold every character a filter or a URL must escape, and unset ones in each
 * written form. Coded attributes stay within their code lists.
 */

import type { Json } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';

/** Stands for "the member is not there", beside null. */
export const ABSENT = Symbol('absent');
export type Value = Json | typeof ABSENT;

/** Free text of at most 20 characters. */
const AWKWARD = [
  'US',
  'US-10',
  'default',
  'Say "A"',
  'back\\slash',
  'ends in \\',
  '(paren)',
  ')',
  '[bracket]',
  ']',
  'A & B',
  'A+B',
  '%41',
  'A*',
  'x and y',
  'a eq "b"',
  'Größe-Ω',
  ' leading',
  'trailing ',
  'semi;colon#hash',
  'A',
  "5'6",
] as const;

export const LEDGERS: readonly Value[] = ['DEFAULT', 'DEFAULT-2', null, ABSENT, ...AWKWARD];
export const ACCOUNTS: readonly Value[] = [
  null,
  '',
  '1234',
  '12345',
  ABSENT,
  '0012',
  'ACC-7',
  'acc-7',
  ...AWKWARD.slice(3),
];
/** The one custom field of the mock whose values come from a list: those below. */
export const LIST_FIELD = 'custom22';

export const CUSTOM_VALUES: readonly Value[] = [
  'alpha',
  'beta',
  'alphabet',
  'Alpha',
  'East Region',
  '',
  null,
  'custom1',
  ABSENT,
  'a rather long value of forty characters',
  ...AWKWARD,
];

export const COUNTRIES = ['US', 'DE', 'FR', 'GB', 'JP', 'BR', 'IN'] as const;
export const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'BRL'] as const;
export const LOCALES = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'pt-BR', 'es-419'] as const;
export const STATES: readonly Value[] = ['WA', 'NY', 'CA', 'BY', null, ABSENT, 'ON', 'TX'];
export const FLAGS: readonly Value[] = [false, true, false, null, ABSENT, false, true];

export function reimbursementTypes(revision: Revision): readonly Value[] {
  const always: readonly Value[] = ['CONCUR_PAY', 'ACCOUNTS_PAYABLE', null, 'ADP_PAYROLL', ABSENT, 'OTHER'];
  return revision === '2021-03' ? [...always, 'PAY_PAL'] : always;
}

export const GIVEN = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Eun-ji', 'Fatima', 'Gus', 'Hanna', 'Ivo', 'Jun'] as const;
export const FAMILY = ["O'Neil", 'Álvarez', 'Schmidt', 'Tanaka', 'Okafor', 'Smith', 'van Dijk'] as const;
export const CITIES = ['Bellevue', 'München', 'Lyon', 'Leeds', 'Osaka'] as const;

/** The item at a position of an endless repetition of the list. */
export function cycle<Item>(list: readonly Item[], position: number): Item {
  const item = list[position % list.length];
  if (item === undefined) throw new RangeError('an empty list has no items');
  return item;
}
