/** Bugs in how operations are carried out: methods, values, failures and how far they spread. */

import { URN } from '../../../contract/contract.ts';
import { isObject } from '../../../model/json.ts';
import {
  type Fault,
  type OperationOutcome,
  type OperationScene,
  type Person,
  spendUserOf,
  withSpend,
} from '../../fault.ts';
import { valuesUnder } from './writing.ts';

const failed = (value: OperationOutcome, code: string): OperationOutcome => {
  const extensions = value.extensions.map((one) => ({
    ...one,
    success: false,
    code,
    result: 'not-processed' as const,
  }));
  return { ...value, success: false, code, extensions };
};

const NOT_UNIQUE = 'NOT_UNIQUE';
const isTaken = (value: OperationOutcome): boolean =>
  value.extensions.some(({ messages }) => messages.some(({ code }) => code === NOT_UNIQUE));

export const faults: readonly Fault[] = [
  {
    id: 'put-not-carried-out',
    violates: 'provisioning.bulk-methods',
    seenAs: /its operation is reported as failed/,
    summary: 'A request of several methods is carried out by the batch code, which never learned PUT.',
    wire: 'A PUT operation beside others ends with success false.',
    corrupt: {
      operation: (value, at) => (isPutAmongOthers(at) ? failed(value, '501') : value),
      apply: (value, at) => (isPutAmongOthers(at) ? [] : value),
    },
  },
  {
    id: 'bulk-delete-empties',
    violates: 'provisioning.bulk-delete',
    summary: 'DELETE removes the spend data, although the documents rule it out.',
    wire: 'After a Bulk DELETE the user has no spend data.',
    closure: [
      {
        requirement: 'provisioning.bulk-delete-refused',
        why: 'A DELETE that took the data away is judged for that alone, not for its success as well.',
      },
    ],
    revisions: ['2021-03', '2024-03'],
    corrupt: {
      operation: (value, at) =>
        at.task.method === 'DELETE' && at.before ? { ...value, success: true, code: '204', extensions: [] } : value,
      apply: (value, at): readonly Person[] => {
        if (at.task.method !== 'DELETE' || !at.before) return value;
        return [{ ...at.before, spend: Object.fromEntries(Object.keys(at.before.spend).map((urn) => [urn, {}])) }];
      },
    },
  },
  {
    id: 'approver-needs-number',
    violates: 'provisioning.approver-by-value',
    seenAs: /its operation is reported as failed/,
    summary: 'Approvers of requests are looked up by employee number only.',
    wire: 'An approver under request that is given by UUID alone ends with INVALID_USER.',
    corrupt: {
      validate: (value, at) => {
        const given = valuesUnder(valuesUnder(at.task.data, 'request'), 'approver').filter(isObject);
        if (
          at.urn !== URN.approver ||
          given.length === 0 ||
          given.some(({ employeeNumber }) => employeeNumber !== undefined)
        )
          return value;
        return [...value, { code: 'INVALID_USER', type: 'error', message: 'The approver is not known.' }];
      },
    },
  },
  {
    id: 'bad-country-dropped',
    violates: 'provisioning.invalid-value',
    seenAs: /its operation is reported as success/,
    summary: 'A country that does not fit its column is dropped without a word.',
    wire: 'PATCH of country to three letters is reported as success and changes nothing.',
    corrupt: {
      validate: (value) => value.filter(({ schemaPath }) => schemaPath !== `${URN.spendUser}:country`),
      apply: (value, at) => {
        const old = at.before && spendUserOf(at.before).country;
        return value.map((person) =>
          old !== undefined && String(spendUserOf(person).country).length > 2
            ? withSpend(person, URN.spendUser, { country: old })
            : person,
        );
      },
    },
  },
  {
    id: 'taken-user-name-merged',
    violates: 'provisioning.user-name-unique',
    seenAs: /userName that is taken was accepted, and its operation is reported as success/,
    summary: 'A creation under a taken userName is taken for an update that changes nothing.',
    wire: 'The operation of a second creation is reported as success.',
    corrupt: {
      operation: (value, at) =>
        at.task.method === 'POST' && isTaken(value) ? { ...value, success: true, code: '200', extensions: [] } : value,
    },
  },
  {
    id: 'cascade-reported-as-success',
    violates: 'provisioning.extension-cascade',
    seenAs: /SpendUser extension failed, and .* is reported as success/,
    summary: 'Each extension reports for itself that it was sent on, not that it was stored.',
    wire: 'Role is reported as success in a creation whose SpendUser failed.',
    corrupt: {
      operation: (value, at) => {
        if (at.task.method !== 'POST' || at.before) return value;
        const extensions = value.extensions.map((one) =>
          one.code === '404' && one.name !== URN.spendUser
            ? { ...one, success: true, code: '200', result: 'success' as const, messages: [] }
            : one,
        );
        return { ...value, extensions };
      },
    },
  },
  {
    id: 'extension-failure-hidden',
    violates: 'provisioning.failure-reported',
    summary: 'An operation counts as success as soon as the identity part is done.',
    wire: 'An extension has success false, its operation and its request success true.',
    corrupt: {
      operation: (value) => {
        const spend = value.extensions.some(({ name, success }) => !success && name.includes(':extension:spend:2.0:'));
        return spend && value.code === '400' ? { ...value, success: true, code: '207' } : value;
      },
    },
  },
  {
    id: 'bulk-all-or-nothing',
    violates: 'provisioning.partial-failure',
    summary: 'All operations share one transaction, although nobody asked for failOnErrors.',
    wire: 'A good operation fails because another one names an unknown user.',
    corrupt: {
      operation: (value, at) => (doomed(at) ? failed(value, '424') : value),
      apply: (value, at) => (doomed(at) ? [] : value),
    },
  },
];

function isPutAmongOthers({ provision, task }: OperationScene): boolean {
  return task.method === 'PUT' && provision.acceptance.operations.length > 1;
}

/** A request with an operation on a user who does not exist. */
function doomed(at: OperationScene): boolean {
  const { operations: all, failOnErrors } = at.provision.acceptance;
  if (failOnErrors !== undefined || all.length < 2) return false;
  return all.some(({ userId }) => userId !== undefined && at.find(userId) === undefined);
}
