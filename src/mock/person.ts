/**
 * A user as the mock keeps it: identity and spend data apart, without anything that depends on who asks (no location,
 * no envelope). Knows no request and no rule of the contract.
 */

import { URN } from '../contract/contract.ts';
import { type JsonObject, member } from '../model/json.ts';

export interface Person {
  /** UUID in lower case. */
  readonly id: string;
  readonly userName: string;
  readonly employeeNumber: string;
  readonly active: boolean;
  /** Core and enterprise members as last written: name, emails, entitlements, the enterprise extension. */
  readonly identity: JsonObject;
  /** Spend extensions by URN; an extension without data is an empty object, one that is missing is not served. */
  readonly spend: Readonly<Record<string, JsonObject>>;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly version: number;
}

/** The SpendUser extension of a person, empty where there is none. */
export function spendUserOf(person: Person): JsonObject {
  return person.spend[URN.spendUser] ?? {};
}

/** The elements of customData that are objects, in their order. */
export function customDataOf(person: Person): readonly JsonObject[] {
  const list = member(spendUserOf(person), 'customData');
  return Array.isArray(list) ? list.filter((one): one is JsonObject => typeof one === 'object' && one !== null) : [];
}

/** The same person with some members of one extension set. */
export function withSpend(person: Person, urn: string, members: JsonObject): Person {
  return { ...person, spend: { ...person.spend, [urn]: { ...person.spend[urn], ...members } } };
}
