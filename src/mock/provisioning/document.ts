/**
 * A person as one flat document, the form PATCH and PUT speak about: core members and one object for each extension, and
 * back again. Knows which URNs are spend extensions in which revision.
 */

import { URN } from '../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import type { Person } from '../person.ts';

const COMMON = [
  URN.spendUser,
  URN.approver,
  URN.delegate,
  URN.payroll,
  URN.invoicePreference,
  URN.userPreference,
  URN.workflowPreference,
  URN.role,
] as const;

/** Spend extensions of a revision, SpendUser first: the others stand on it. */
export function spendUrns(revision: Revision): readonly string[] {
  return revision === '2026-05' ? [...COMMON, URN.approverLimit] : COMMON;
}

/** Core members that are kept elsewhere in a person. */
const OWN = ['schemas', 'id', 'meta', 'userName', 'active'];

export function documentOf(person: Person): JsonObject {
  return { userName: person.userName, active: person.active, ...person.identity, ...person.spend };
}

function text(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** The person a document describes. Extensions that are no spend extensions stay with the identity. */
export function personOf(document: JsonObject, base: Person, revision: Revision): Person {
  const urns = spendUrns(revision);
  const identity: Record<string, Json> = {};
  const spend: Record<string, JsonObject> = {};
  for (const [key, value] of Object.entries(document)) {
    if (urns.includes(key)) spend[key] = isObject(value) ? value : {};
    else if (!OWN.includes(key)) identity[key] = value;
  }
  const enterprise = document[URN.enterpriseUser];
  const number = isObject(enterprise) ? enterprise.employeeNumber : undefined;
  return {
    ...base,
    userName: text(document.userName, base.userName),
    employeeNumber: text(number, base.employeeNumber),
    active: typeof document.active === 'boolean' ? document.active : base.active,
    identity,
    spend,
  };
}
