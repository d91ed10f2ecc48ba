/** Rules about approvers and delegates that no schema can express. */

import { URN } from '../contract/contract.ts';
import { isDateTime } from '../contract/formats.ts';
import { at, isObject, type JsonObject, member } from '../model/json.ts';
import { objectsOf, onUsers } from './resource-users.ts';

const APPROVER_TYPES = [
  'report',
  'cashAdvance',
  'request',
  'invoice',
  'purchaseRequest',
  'statement',
  'budget',
] as const;
const DELEGATE_TYPES = ['expense', 'payment', 'purchaseRequest'] as const;

/** The types that take an approver who is not primary. */
const NOT_PRIMARY = ['report', 'request'];

interface Approver {
  readonly type: string;
  readonly index: number;
  readonly primary: boolean;
}

function approversOf(user: JsonObject): readonly Approver[] {
  const extension = user[URN.approver];
  if (!isObject(extension)) return [];
  return APPROVER_TYPES.flatMap((type) =>
    objectsOf(extension[type]).flatMap(({ entry, index }) =>
      typeof entry.primary === 'boolean' ? [{ type, index, primary: entry.primary }] : [],
    ),
  );
}

/** Only report and request take an approver who is not primary (ruling 85). */
export const primaryWhereDue = onUsers((user) => {
  const approvers = approversOf(user).filter(({ type }) => !NOT_PRIMARY.includes(type));
  if (approvers.length === 0) return undefined;
  return approvers
    .filter(({ primary }) => !primary)
    .map(({ type, index }) => ({
      message: `An approver of the type ${type} is not primary.`,
      at: [URN.approver, type, index, 'primary'],
      expected: true,
      actual: false,
    }));
});

/** One primary approver a type at most (ruling 85). */
export const onePrimary = onUsers((user) => {
  const approvers = approversOf(user);
  if (approvers.length === 0) return undefined;
  return APPROVER_TYPES.flatMap((type) => {
    const primaries = approvers.filter((one) => one.type === type && one.primary).length;
    if (primaries < 2) return [];
    const message = `The approver type ${type} has ${primaries} primary approvers.`;
    return [{ message, at: [URN.approver, type], expected: 'one at most', actual: primaries }];
  });
});

/** invoice for approvers, payment for delegates (ruling 86). */
export const invoiceAndPaymentKeys = onUsers((user) => {
  const rows = [
    { urn: URN.approver, wrong: 'payment', right: 'invoice' },
    { urn: URN.delegate, wrong: 'invoice', right: 'payment' },
  ].filter(({ urn }) => {
    const extension = user[urn];
    return isObject(extension) && Object.keys(extension).length > 0;
  });
  if (rows.length === 0) return undefined;
  return rows
    .filter(({ urn, wrong }) => at(user, urn, wrong) !== undefined)
    .map(({ urn, wrong, right }) => ({
      message: `The ${urn === URN.approver ? 'Approver' : 'Delegate'} extension writes ${wrong} for ${right}.`,
      at: [urn, wrong],
      expected: right,
      actual: wrong,
    }));
});

interface Delegation {
  readonly type: string;
  readonly index: number;
  readonly entry: JsonObject;
}

function delegationsOf(user: JsonObject): readonly Delegation[] {
  return DELEGATE_TYPES.flatMap((type) =>
    objectsOf(at(user, URN.delegate, type)).map(({ entry, index }) => ({ type, index, entry })),
  );
}

/** The spelling of old examples (ruling 87). */
const MISSPELT = 'temporaryDelegatation';

/** A temporary delegation has its right name (ruling 87). */
export const delegationSpelling = onUsers((user) => {
  const temporary = delegationsOf(user).filter(
    ({ entry }) => entry.temporaryDelegation !== undefined || entry[MISSPELT] !== undefined,
  );
  if (temporary.length === 0) return undefined;
  return temporary
    .filter(({ entry }) => entry[MISSPELT] !== undefined)
    .map(({ type, index }) => ({
      message: 'A temporary delegation stands under a misspelt name.',
      at: [URN.delegate, type, index, MISSPELT],
      expected: 'temporaryDelegation',
      actual: MISSPELT,
    }));
});

/** A temporary delegation does not end before it begins (ruling 88). */
export const delegationWindow = onUsers((user) => {
  const windows = delegationsOf(user).flatMap(({ type, index, entry }) => {
    const from = member(entry.temporaryDelegation, 'temporaryDelegationFromDate');
    const to = member(entry.temporaryDelegation, 'temporaryDelegationToDate');
    if (typeof from !== 'string' || typeof to !== 'string' || !isDateTime(from) || !isDateTime(to)) return [];
    return [{ path: [URN.delegate, type, index, 'temporaryDelegation'], from, to }];
  });
  if (windows.length === 0) return undefined;
  return windows
    .filter(({ from, to }) => Date.parse(from) > Date.parse(to))
    .map(({ path, from, to }) => ({
      message: 'A temporary delegation ends before it begins.',
      at: [...path, 'temporaryDelegationToDate'],
      expected: `not before ${from}`,
      actual: to,
    }));
});
