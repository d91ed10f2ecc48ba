/**
 * Assertions about the extensions that only the writing of single extensions needs: delegates and limits of approvers.
 * The common ones stand in assertion.ts.
 */

import { URN } from '../../contract/contract.ts';
import { at, type Json, type JsonObject, pointer } from '../../model/json.ts';
import { type Assertion, attributeIs, entriesOf, hasApprover, lacksApprover } from './assertion.ts';

/** UUIDs of the delegates of one kind (`expense`, `payment`, `purchaseRequest`). */
export function delegatesOf(user: JsonObject, kind: string): string[] {
  return entriesOf(user, URN.delegate, kind).flatMap((entry) => {
    const value = at(entry, 'delegate', 'value');
    return typeof value === 'string' ? value.toLowerCase() : [];
  });
}

export function hasDelegate(kind: string, value: string): Assertion {
  return {
    ...hasApprover(kind, value),
    place: { extension: URN.delegate, name: kind },
    pointer: pointer(URN.delegate, kind),
    actual: (user) => delegatesOf(user, kind),
    holds: (user) => delegatesOf(user, kind).includes(value.toLowerCase()),
  };
}

export function lacksDelegate(kind: string, value: string): Assertion {
  return {
    ...lacksApprover(kind, value),
    place: { extension: URN.delegate, name: kind },
    pointer: pointer(URN.delegate, kind),
    actual: (user) => delegatesOf(user, kind),
    holds: (user) => !delegatesOf(user, kind).includes(value.toLowerCase()),
  };
}

/** A permission of the only delegate of one kind. */
export function delegateMay(kind: string, permission: string, expected: boolean): Assertion {
  const actual = (user: JsonObject): Json => entriesOf(user, URN.delegate, kind)[0]?.[permission] ?? null;
  return {
    ...attributeIs(URN.delegate, kind, expected),
    part: permission,
    actual,
    holds: (user) => actual(user) === expected,
  };
}

/** The limits of one kind (`authorizedApprover`, `costObjectApprover`), as amounts in whole units. */
export function limitsOf(user: JsonObject, kind: string): string[] {
  return entriesOf(user, URN.approverLimit, kind).flatMap(({ approvalLimit }) =>
    typeof approvalLimit === 'number' || typeof approvalLimit === 'string' ? String(Number(approvalLimit)) : [],
  );
}

export function hasLimit(kind: string, limit: number): Assertion {
  return {
    ...hasApprover(kind, String(limit)),
    place: { extension: URN.approverLimit, name: kind },
    pointer: pointer(URN.approverLimit, kind),
    actual: (user) => limitsOf(user, kind),
    holds: (user) => limitsOf(user, kind).includes(String(limit)),
  };
}

export function lacksLimit(kind: string, limit: number): Assertion {
  return {
    ...lacksApprover(kind, String(limit)),
    place: { extension: URN.approverLimit, name: kind },
    pointer: pointer(URN.approverLimit, kind),
    actual: (user) => limitsOf(user, kind),
    holds: (user) => !limitsOf(user, kind).includes(String(limit)),
  };
}
