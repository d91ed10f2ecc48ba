/** What is asked of the Approver extension: added by UUID, replaced, removed, and somebody who does not exist. */

import { type Assertion, approversOf, hasApprover, lacksApprover } from '../../src/checks/consistency/assertion.ts';
import { URN } from '../../src/contract/contract.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { StepPlan } from './chain.cases.ts';
import { at, keyed } from './flow.cases.ts';
import { NOBODY } from './sample.cases.ts';

const NO_APPROVER = 'there is no user who could be named as an approver';

const approver = (value: string): JsonObject => ({ approver: { value }, primary: true });

const withoutApprovers = (user: JsonObject): readonly Assertion[] =>
  ['report', 'request'].flatMap((kind) => approversOf(user, kind).map((value) => lacksApprover(kind, value)));

/** Forms of PATCH on approvers; each leaves what the next one needs. */
export const APPROVER_FORMS: readonly StepPlan[] = [
  {
    id: 'approver-add',
    what: 'The PATCH add of approvers by their UUID alone',
    plan: ({ sample: { approvers }, colleague }) => {
      const value = approvers[0] ?? colleague;
      if (value === undefined) return NO_APPROVER;
      return {
        send: [keyed('add', { [URN.approver]: { report: [approver(value)], request: [approver(value)] } })],
        asserted: [hasApprover('report', value), hasApprover('request', value)],
      };
    },
  },
  {
    id: 'approver-replace',
    what: 'The PATCH replace of an approver without a path',
    plan: ({ before, sample: { approvers } }) => {
      const [old] = approversOf(before, 'report');
      const other = approvers.find((value) => value !== old);
      if (old === undefined || other === undefined) return 'there are no two users who could be named as approvers';
      return {
        send: [keyed('replace', { [URN.approver]: { report: [approver(other)] } })],
        asserted: [hasApprover('report', other), lacksApprover('report', old)],
      };
    },
  },
  {
    id: 'approver-replace-by-path',
    what: 'The PATCH replace of an approver by the path of its kind',
    plan: ({ before, sample: { approvers } }) => {
      const [old] = approversOf(before, 'request');
      const other = approvers.find((value) => value !== old);
      if (old === undefined || other === undefined) return 'there are no two users who could be named as approvers';
      return {
        send: [at('replace', `${URN.approver}:request`, [approver(other)])],
        asserted: [hasApprover('request', other), lacksApprover('request', old)],
      };
    },
  },
  {
    id: 'approver-remove-one',
    what: 'The PATCH remove of one approver by a filter on its UUID',
    plan: ({ before }) => {
      const [value] = approversOf(before, 'report');
      if (value === undefined) return 'the approver to remove is not there';
      return {
        send: [at('remove', `${URN.approver}:report[approver.value eq "${value}"]`)],
        asserted: [lacksApprover('report', value)],
      };
    },
  },
  {
    id: 'approver-remove-all',
    what: 'The PATCH remove of the whole Approver extension',
    plan: ({ before }) => {
      const asserted = withoutApprovers(before);
      return asserted.length === 0
        ? 'the user has no approver to remove'
        : { send: [at('remove', `${URN.approver}:`)], asserted };
    },
  },
  {
    id: 'approver-by-number',
    what: 'The PATCH add of an approver by employee number alone',
    mode: 'stay',
    plan: ({ sample: { approverNumber } }) => {
      if (approverNumber === undefined) return 'no employee number of an approver is known';
      const named = { approver: { employeeNumber: approverNumber }, primary: true };
      return { send: [keyed('add', { [URN.approver]: { report: [named] } })], asserted: [] };
    },
  },
  {
    id: 'unknown-approver',
    what: 'The PATCH that names an approver who does not exist',
    mode: 'stay',
    plan: () => ({
      send: [keyed('add', { [URN.approver]: { report: [approver(NOBODY)] } })],
      asserted: [hasApprover('report', NOBODY)],
    }),
  },
];
