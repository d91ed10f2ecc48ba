/**
 * The kinds of users worth looking up one by one, each picked from whatever the walks showed. The table is fixed, so
 * case ids stay the same on every tenant; a tenant without such a user leaves its case unexercised.
 */

import { URN } from '../contract/contract.ts';
import { at, isArray, isObject, isUnassigned, type Json, type JsonObject } from '../model/json.ts';
import type { Population } from '../model/walk.ts';
import { lastModifiedOf } from './change-times.ts';

interface Kind {
  /** A noun: it is the name of the case. */
  readonly name: string;
  readonly pick: (population: Population) => JsonObject | undefined;
}

const having = (name: string, test: (user: JsonObject) => boolean): Kind => ({
  name,
  pick: ({ users }) => users.find(test),
});

type Users = (population: Population) => readonly JsonObject[];
const everybody: Users = ({ users }) => users;
/** Whom the first walk showed behind its first page. */
const onLaterPages: Users = ({ walks, byId }) =>
  (walks[0]?.pages.slice(1) ?? []).flatMap(({ ids }) =>
    ids.map((id) => byId.get(id)).filter((one) => one !== undefined),
  );

type Score = (user: JsonObject) => number | undefined;

/** The first user with the highest score; users without one do not take part. */
function bestOf(users: readonly JsonObject[], score: Score): JsonObject | undefined {
  let best: { readonly user: JsonObject; readonly score: number } | undefined;
  for (const user of users) {
    const own = score(user);
    if (own !== undefined && (!best || own > best.score)) best = { user, score: own };
  }
  return best?.user;
}

const foremost = (name: string, score: Score, among = everybody): Kind => ({
  name,
  pick: (population) => bestOf(among(population), score),
});

/** The extensions of a user: what its data is, without id, meta and schemas. */
function extensionsOf(user: JsonObject): readonly Json[] {
  return Object.entries(user).flatMap(([name, value]) => (name.startsWith('urn:') ? [value] : []));
}

function leavesOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

/** Several kinds, and several cases, count the same users. */
const COUNTED = new WeakMap<JsonObject, number>();

function assignedLeaves(user: JsonObject): number {
  const known = COUNTED.get(user);
  if (known !== undefined) return known;
  const leaves = extensionsOf(user).flatMap(leavesOf);
  const assigned = leaves.filter((leaf) => !isUnassigned(leaf)).length;
  COUNTED.set(user, assigned);
  return assigned;
}

const anyText = (name: string, pattern: RegExp) =>
  having(name, (user) =>
    extensionsOf(user)
      .flatMap(leavesOf)
      .some((leaf) => typeof leaf === 'string' && pattern.test(leaf)),
  );

/** The last one of its kind: the first kinds of the table look at the front of the list often enough. */
const filled = (name: string, ...path: readonly string[]): Kind => ({
  name,
  pick: ({ users }) => users.findLast((user) => !isUnassigned(at(user, ...path))),
});

const listOf = (user: JsonObject, ...path: readonly string[]): readonly Json[] => {
  const value = at(user, ...path);
  return isArray(value) ? value : [];
};

const customDataOf = (user: JsonObject) => listOf(user, URN.spendUser, 'customData');

/** How many extensions of a user hold anything. */
function filledExtensions(user: JsonObject): number {
  return extensionsOf(user).filter((one) => leavesOf(one).some((leaf) => !isUnassigned(leaf))).length;
}

/** The user who shows the most extensions; among equals, the one with the most attributes that have a value. */
export function richest(users: readonly JsonObject[]): JsonObject | undefined {
  const widest = bestOf(users, filledExtensions);
  const most = widest && filledExtensions(widest);
  return bestOf(users, (user) => (filledExtensions(user) === most ? assignedLeaves(user) : undefined));
}

/** Every kind, in the order of its case. */
export const USER_KINDS: readonly Kind[] = [
  { name: 'first of the list', pick: ({ users }) => users[0] },
  { name: 'last of the list', pick: ({ users }) => users.at(-1) },
  {
    name: 'first of the second page',
    pick: ({ walks, byId }) => walks[0]?.pages[1]?.ids.map((id) => byId.get(id))[0],
  },
  foremost('most attributes', assignedLeaves),
  foremost('most attributes on a later page', assignedLeaves, onLaterPages),
  foremost('fewest attributes', (user) => -assignedLeaves(user)),
  having('an empty extension', (user) => extensionsOf(user).some(isUnassigned)),
  having('null attributes', (user) => extensionsOf(user).flatMap(leavesOf).includes(null)),
  having('custom data', (user) => customDataOf(user).length > 0),
  having('custom data without a value', (user) =>
    customDataOf(user).some((item) => isUnassigned(at(item, 'value')) || at(item, 'value') === ''),
  ),
  having('no custom data', (user) => customDataOf(user).length === 0),
  anyText('quote or backslash in a value', /["\\]/),
  anyText('URL characters in a value', /[&+%#?/]/),
  anyText('characters beyond ASCII in a value', /[^\u0020-\u007e]/),
  anyText('space at an edge of a value', /^\s+\S|\S\s+$/),
  having('a role with groups', (user) =>
    listOf(user, URN.role, 'roles').some((role) => !isUnassigned(at(role, 'roleGroups'))),
  ),
  filled('an approver', URN.approver),
  filled('a delegate', URN.delegate),
  filled('payroll data', URN.payroll, 'adp'),
  filled('a BI manager', URN.spendUser, 'biManager'),
  filled('invoice preferences', URN.invoicePreference),
  having('a test employee', (user) => at(user, URN.spendUser, 'testEmployee') === true),
  having('a non-employee', (user) => at(user, URN.spendUser, 'nonEmployee') === true),
  foremost('changed last', lastModifiedOf),
  foremost('changed longest ago', (user) => {
    const time = lastModifiedOf(user);
    return time === undefined ? undefined : -time;
  }),
];

/** The user of each kind that this population holds, by the kind's name. */
export function pickUsers(population: Population): ReadonlyMap<string, JsonObject> {
  return new Map(
    USER_KINDS.flatMap(({ name, pick }) => {
      const user = pick(population);
      return user && typeof user.id === 'string' && user.id !== '' ? [[name, user] as const] : [];
    }),
  );
}
