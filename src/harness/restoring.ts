/**
 * How to bring a user back to what was read before, as PATCH operations by attribute path: the form every revision
 * documents. Arithmetic on two documents; it sends nothing.
 */

import { URN } from '../contract/contract.ts';
import { equalJson, isObject, isUnassigned, type Json, type JsonObject } from '../model/json.ts';

/** A user of somebody else, as it was before this run wrote to it. */
export interface Borrowed {
  readonly userId: string;
  readonly before: JsonObject;
  /** Places this run writes to, as paths of PATCH: `URN:member`. */
  readonly touches: readonly string[];
  /** A part of the run that was killed wrote to it: others may have worked on the rest of it since. */
  readonly byEarlierPart?: true;
}

const isSpend = (urn: string): boolean => urn.includes(':extension:spend:') || urn === URN.payroll;

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  (isUnassigned(left) && isUnassigned(right)) || equalJson(left, right);

const membersOf = (user: JsonObject, urn: string): JsonObject => {
  const extension = user[urn];
  return isObject(extension) ? extension : {};
};

/** PATCH operations that undo what differs. None where all is as it was. */
export function restoringSteps(
  { before, touches = [], byEarlierPart }: Pick<Borrowed, 'before'> & Partial<Borrowed>,
  now: JsonObject,
): readonly JsonObject[] {
  const isOurs = (path: string): boolean => byEarlierPart === undefined || touches.includes(path);
  const urns = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(isSpend);
  return urns.flatMap((urn) => {
    const [old, current] = [membersOf(before, urn), membersOf(now, urn)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
    return names
      .filter((name) => !same(old[name], current[name]) && isOurs(`${urn}:${name}`))
      .map((name) => back(`${urn}:${name}`, old[name]));
  });
}

/** The same for places that still are as they were, but may be changed by a request that is under way. */
export function pendingSteps({ before, touches }: Borrowed, now: JsonObject): readonly JsonObject[] {
  return touches.flatMap((path) => {
    const place = path.lastIndexOf(':');
    const [urn, name] = [path.slice(0, place), path.slice(place + 1)];
    const old = membersOf(before, urn)[name];
    return same(old, membersOf(now, urn)[name]) ? [back(path, old)] : [];
  });
}

const back = (path: string, old: Json | undefined): JsonObject =>
  isUnassigned(old) ? { op: 'remove', path } : { op: 'replace', path, value: old ?? null };
