/** Bugs in how operations name people and create them: references, the base of the other extensions, unique names. */

import { URN } from '../../../contract/contract.ts';
import { isObject } from '../../../model/json.ts';
import type { Fault, OperationOutcome } from '../../fault.ts';
import { valuesUnder } from './writing.ts';

const isTaken = (value: OperationOutcome): boolean =>
  value.extensions.some(({ messages }) => messages.some(({ code }) => code === 'NOT_UNIQUE'));

export const faults: readonly Fault[] = [
  {
    id: 'delegate-needs-number',
    violates: 'provisioning.delegate-by-value',
    seenAs: /its operation is reported as failed/,
    summary: 'Delegates are looked up by employee number only.',
    wire: 'A delegate given by UUID alone ends with INVALID_USER.',
    corrupt: {
      validate: (value, at) => {
        const given = valuesUnder(at.task.data, 'delegate').filter(isObject);
        if (
          at.urn !== URN.delegate ||
          given.length === 0 ||
          given.some(({ employeeNumber }) => employeeNumber !== undefined)
        )
          return value;
        return [...value, { code: 'INVALID_USER', type: 'error', message: 'The delegate is not known.' }];
      },
    },
  },
  {
    id: 'role-without-spend-user',
    violates: 'provisioning.extension-cascade',
    seenAs: /SpendUser extension is missing, and .* is reported as success/,
    summary: 'The base of the other extensions is looked for only where it was sent.',
    wire: 'A creation without SpendUser reports its Role extension as success.',
    corrupt: {
      operation: (value, at) => {
        if (at.task.method !== 'POST' || at.task.data[URN.spendUser] !== undefined) return value;
        const extensions = value.extensions.map((one) =>
          one.name === URN.role
            ? { ...one, success: true, code: '200', result: 'success' as const, messages: [] }
            : one,
        );
        return { ...value, extensions, success: extensions.every(({ success }) => success), code: '201' };
      },
    },
  },
  {
    id: 'twins-created',
    violates: 'provisioning.user-name-unique',
    seenAs: /Two users were created under one userName/,
    summary: 'userNames are checked against the users there were when the request came in.',
    wire: 'Two creations under one userName in one request both end with success.',
    corrupt: {
      operation: (value, at) => {
        const { acceptance } = at.provision;
        const same = acceptance.operations.filter(({ data }) => data.userName === at.task.data.userName);
        if (at.task.method !== 'POST' || same.length < 2 || !isTaken(value)) return value;
        const extensions = value.extensions.map((one) => ({
          ...one,
          success: true,
          code: '201',
          result: 'success' as const,
          messages: [],
        }));
        return { ...value, success: true, code: '201', extensions };
      },
    },
  },
];
