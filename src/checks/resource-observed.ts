/**
 * What the documents leave open about a spend user, as short stable phrases: recorded, never judged. The same users
 * always give the same phrase, so that a comparison of two runs shows a change of mind and nothing else.
 */

import { type Contract, URN } from '../contract/contract.ts';
import { type Finding, notExercised, pass } from '../model/finding.ts';
import { at, isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Population } from '../model/walk.ts';
import { unsupportedRoles } from './resource-roles.ts';
import { payrollBeside } from './resource-spend.ts';

/** Longest list of names in a phrase. */
const MOST_NAMES = 12;

function phrase(words: Iterable<string>, none = 'none'): string {
  const sorted = [...new Set(words)].sort();
  if (sorted.length === 0) return none;
  const more = sorted.length - MOST_NAMES;
  return more > 0 ? `${sorted.slice(0, MOST_NAMES).join(', ')} and ${more} more` : sorted.join(', ');
}

/** A phrase over all users; not exercised where there are none. */
function overUsers(words: (user: JsonObject) => readonly string[], none?: string): (population: Population) => Finding {
  return ({ users }) =>
    users.length === 0 ? notExercised('the target lists no user') : pass(phrase(users.flatMap(words), none));
}

function formOf(value: Json | undefined): string | undefined {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty text';
  if (isArray(value) && value.length === 0) return 'empty array';
  return isObject(value) && Object.keys(value).length === 0 ? 'empty object' : undefined;
}

/** Which version stands in the path of meta.location (ruling 6). */
export const locationVersion = overUsers((user) => {
  const location = at(user, 'meta', 'location');
  if (typeof location !== 'string') return [];
  return [/\/(v\d+(?:\.\d+)?)\//.exec(location)?.[1] ?? 'no version'];
}, 'no location');

/** Which form meta.version takes (ruling 21). */
export const versionForm = overUsers((user) => {
  const version = at(user, 'meta', 'version');
  if (version === undefined) return ['absent'];
  return [version === null ? 'null' : typeof version];
});

/** Which URN beside the extensions stands in schemas (ruling 61). */
export const baseSchema = overUsers((user) => {
  const extensions = /^urn:ietf:params:scim:schemas:extension:/i;
  const { schemas } = user;
  if (!isArray(schemas)) return [];
  return schemas.flatMap((one) => (typeof one === 'string' && !extensions.test(one) ? [one] : []));
});

const OPTIONAL = [
  'reimbursementType',
  'ledgerCode',
  'budgetCountryCode',
  'stateProvince',
  'cashAdvanceAccountCode',
  'testEmployee',
  'nonEmployee',
  'biManager',
  'customData',
];

/** How attributes without a value are written (ruling 71). */
export const unsetForms = overUsers(
  (user) => OPTIONAL.flatMap((name) => formOf(at(user, URN.spendUser, name)) ?? []),
  'every attribute has a value',
);

const EXTENSIONS = [
  URN.spendUser,
  URN.approver,
  URN.delegate,
  URN.role,
  URN.userPreference,
  URN.invoicePreference,
  URN.workflowPreference,
  URN.payroll,
];

/** How an extension without values is written (rulings 62, 92, 100). */
export const emptyExtensions = overUsers((user) => {
  const emptied = EXTENSIONS.flatMap((urn) => formOf(user[urn]) ?? []);
  const roles = at(user, URN.role, 'roles');
  return isArray(roles) && roles.length === 0 ? [...emptied, 'empty list of roles'] : emptied;
}, 'no extension is empty');

/** Whether roles have the roles they ask for (ruling 147). */
export function rolePrerequisites(contract: Contract): (population: Population) => Finding {
  return overUsers((user) => unsupportedRoles(user, contract.roles).map((code) => `${code} without`), 'all are met');
}

/** What payroll data occurs with (ruling 102). */
export function payrollKind({ users }: Population): Finding {
  const types = users.flatMap((user) => payrollBeside(user) ?? []);
  return types.length === 0 ? notExercised('no user has payroll data') : pass(phrase(types));
}

/** Members that no table knows, over all pages of the population's walks (ruling 106). */
export function unknownMembers(contract: Contract): (population: Population) => Finding {
  return ({ users, walks }) => {
    if (users.length === 0) return notExercised('the target lists no user');
    const pages = walks.flatMap((walk) => walk.pages);
    return pass(phrase(pages.flatMap((page) => [...contract.judgeSchema(page.exchange).unknown])));
  };
}
