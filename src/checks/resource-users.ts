/**
 * The spend users an exchange carries, wherever they stand in it, for the rules that look at one user alone. What is
 * no object, or of the wrong type, is skipped here: the schema's own requirements judge that.
 */

import type { Contract } from '../contract/contract.ts';
import { asksForPart } from '../contract/schema-scope.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import { isArray, isObject, type Json, type JsonObject, member, pointer } from '../model/json.ts';
import type { Inspect } from './schema.ts';

/** A user and where it stands in the body. */
export interface SeenUser {
  readonly at: readonly (string | number)[];
  readonly user: JsonObject;
}

/** Every rule asks about a page before the next one comes; more than the last page would keep all of them in memory. */
let last: { readonly exchange: Exchange; readonly users: readonly SeenUser[] } | undefined;

function read(exchange: Exchange): readonly SeenUser[] {
  const { operation, request, response } = exchange;
  if (request.method !== 'GET' || response.status !== 200 || asksForPart(exchange)) return [];
  const body = jsonOf(exchange);
  if (operation === 'getUser') return isObject(body) ? [{ at: [], user: body }] : [];
  const listed = operation === 'listUsers' ? member(body, 'Resources') : undefined;
  if (!isArray(listed)) return [];
  return listed.flatMap((user, index) => (isObject(user) ? [{ at: ['Resources', index], user }] : []));
}

/** The users of a list page or of a lookup; none for anything else. */
function usersOf(exchange: Exchange): readonly SeenUser[] {
  if (last?.exchange !== exchange) last = { exchange, users: read(exchange) };
  return last.users;
}

/** A problem of one user; `at` continues the path to the user. */
export interface UserProblem {
  readonly message: string;
  readonly at: readonly (string | number)[];
  readonly expected?: Json;
  readonly actual?: Json;
}

/** Problems of one user; undefined where it shows nothing the rule speaks about. */
export type UserRule = (user: JsonObject, contract: Contract) => readonly UserProblem[] | undefined;

/** The first few say it all: a bug repeats itself on every user of a page. */
const MOST = 10;

/** A rule about one user as a check of every exchange that carries users. */
export function onUsers(rule: UserRule): Inspect {
  return (exchange, contract) => {
    const problems: Problem[] = [];
    let spoke = false;
    for (const { at, user } of usersOf(exchange)) {
      const found = rule(user, contract);
      if (found === undefined) continue;
      spoke = true;
      for (const { at: inside, ...problem } of found) {
        if (problems.length < MOST) problems.push({ ...problem, pointer: pointer(...at, ...inside), exchange });
      }
    }
    return spoke ? problems : undefined;
  };
}

/** The objects of a list; an empty list where it is none. */
export function objectsOf(value: Json | undefined): readonly { readonly entry: JsonObject; readonly index: number }[] {
  if (!isArray(value)) return [];
  const objects: { readonly entry: JsonObject; readonly index: number }[] = [];
  // No flatMap, for this is asked of every user of every page by a dozen rules.
  value.forEach((entry, index) => {
    if (isObject(entry)) objects.push({ entry, index });
  });
  return objects;
}
