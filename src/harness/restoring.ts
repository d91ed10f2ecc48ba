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
  /** Members of SpendUser that this run writes to; restored even where nothing seems to have happened to them yet. */
  readonly touches: readonly string[];
}

const isSpend = (urn: string): boolean => urn.includes(':extension:spend:') || urn === URN.payroll;

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  (isUnassigned(left) && isUnassigned(right)) || equalJson(left, right);

const membersOf = (user: JsonObject, urn: string): JsonObject => {
  const extension = user[urn];
  return isObject(extension) ? extension : {};
};

/** PATCH operations that undo what differs; `hasty` adds what may still be on its way. None where all is as it was. */
export function restoringSteps({ before, touches }: Borrowed, now: JsonObject, hasty = false): readonly JsonObject[] {
  const urns = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(isSpend);
  return urns.flatMap((urn) => {
    const [old, current] = [membersOf(before, urn), membersOf(now, urn)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
    return names.flatMap((name): readonly JsonObject[] => {
      const onItsWay = hasty && urn === URN.spendUser && touches.includes(name);
      if (same(old[name], current[name]) && !onItsWay) return [];
      const path = `${urn}:${name}`;
      return [isUnassigned(old[name]) ? { op: 'remove', path } : { op: 'replace', path, value: old[name] ?? null }];
    });
  });
}
