/** What is asked of the extensions that no other chain writes: delegates, preferences, payroll, limits of approvers. */

import { attributeIs } from '../../src/checks/consistency/assertion.ts';
import {
  delegateMay,
  delegatesOf,
  hasDelegate,
  hasLimit,
  lacksDelegate,
  lacksLimit,
  limitsOf,
} from '../../src/checks/consistency/references.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type JsonObject, at as jsonAt } from '../../src/model/json.ts';
import type { StepPlan } from './chain.cases.ts';
import { at, keyed } from './flow.cases.ts';
import { NOBODY } from './sample.cases.ts';

const CODE = 'cashAdvanceAccountCode';
const KIND = 'expense';
const LIMIT = 'authorizedApprover';
const NO_DELEGATE = 'there is no user who could be named as a delegate';

const delegate = (value: string): JsonObject => ({ canPrepare: true, canReceiveEmail: true, delegate: { value } });

/** The plainest change there is: where it does not arrive, no form of any extension will. */
const PLAIN: StepPlan = {
  id: 'extend-plain',
  what: 'The PATCH replace of an attribute by its path',
  plan: ({ marker }) => ({
    send: [at('replace', `${URN.spendUser}:${CODE}`, marker)],
    asserted: [attributeIs(URN.spendUser, CODE, marker)],
  }),
};

const DELEGATES: readonly StepPlan[] = [
  {
    id: 'delegate-add',
    what: 'The PATCH add of a delegate by its UUID alone',
    plan: ({ sample: { delegates }, colleague }) => {
      const value = delegates[0] ?? colleague;
      if (value === undefined) return NO_DELEGATE;
      return {
        send: [keyed('add', { [URN.delegate]: { [KIND]: [delegate(value)] } })],
        asserted: [hasDelegate(KIND, value)],
      };
    },
  },
  {
    // Nobody can see from outside who is active, and only somebody active can be a delegate: two are tried.
    id: 'delegate-add-other',
    what: 'The PATCH add of another delegate by its UUID alone',
    plan: ({ before, sample: { delegates }, colleague }) => {
      const value = delegates[1] ?? colleague;
      if (delegatesOf(before, KIND).length > 0) return 'the first one was added';
      if (value === undefined) return NO_DELEGATE;
      return {
        send: [keyed('add', { [URN.delegate]: { [KIND]: [delegate(value)] } })],
        asserted: [hasDelegate(KIND, value)],
      };
    },
  },
  {
    id: 'delegate-replace',
    what: 'The PATCH replace of a delegate without a path',
    plan: ({ before }) => {
      const [value] = delegatesOf(before, KIND);
      if (value === undefined) return 'the delegate to replace is not there';
      return {
        send: [keyed('replace', { [URN.delegate]: { [KIND]: [{ ...delegate(value), canPrepare: false }] } })],
        asserted: [delegateMay(KIND, 'canPrepare', false)],
      };
    },
  },
  {
    id: 'delegate-remove-one',
    what: 'The PATCH remove of one delegate by a filter on its UUID',
    plan: ({ before }) => {
      const [value] = delegatesOf(before, KIND);
      if (value === undefined) return 'the delegate to remove is not there';
      return {
        send: [at('remove', `${URN.delegate}:${KIND}[delegate.value eq "${value}"]`)],
        asserted: [lacksDelegate(KIND, value)],
      };
    },
  },
];

/** Names somebody who does not exist. */
const NOBODYS: StepPlan = {
  id: 'unknown-delegate',
  what: 'The PATCH that names a delegate who does not exist',
  mode: 'stay',
  plan: () => ({
    send: [keyed('add', { [URN.delegate]: { [KIND]: [delegate(NOBODY)] } })],
    asserted: [hasDelegate(KIND, NOBODY)],
  }),
};

/** A flag of a preference extension, turned to what it was not. */
const flag = (id: string, urn: string, name: string): StepPlan => ({
  id,
  what: `The PATCH replace of ${name} by its path`,
  plan: ({ before }) => {
    const value = jsonAt(before, urn, name) !== true;
    return { send: [at('replace', `${urn}:${name}`, value)], asserted: [attributeIs(urn, name, value)] };
  },
});

const PREFERENCES: readonly StepPlan[] = [
  flag('user-preference', URN.userPreference, 'showInstructHelpPanel'),
  flag('workflow-preference', URN.workflowPreference, 'promptForApproverOnReportSubmit'),
  flag('invoice-preference', URN.invoicePreference, 'displayInlineImage'),
];

const ADP = { companyCode: 'CONF', deductionCode: 'HLTH', employeeFileNumber: '001234' };

const PAYROLL: StepPlan = {
  id: 'payroll',
  what: 'The PATCH add of payroll data without a path',
  plan: () => ({
    send: [keyed('add', { [URN.payroll]: { adp: ADP } })],
    asserted: Object.entries(ADP).map(([name, value]) => ({
      ...attributeIs(URN.payroll, 'adp', value),
      part: name,
      actual: (user: JsonObject) => jsonAt(user, URN.payroll, 'adp', name) ?? null,
      holds: (user: JsonObject) => jsonAt(user, URN.payroll, 'adp', name) === value,
    })),
  }),
};

const limit = (approvalLimit: number, reimbursementCurrency: string): JsonObject => ({
  approvalType: 'report',
  approvalLimit,
  reimbursementCurrency,
  exceptionApprovalAuthority: false,
});

const ADD_LIMIT: StepPlan = {
  id: 'limit-add',
  what: 'The PATCH add of an approval limit without a path',
  plan: ({ sample: { currency } }) => ({
    send: [keyed('add', { [URN.approverLimit]: { [LIMIT]: [limit(500, currency)] } })],
    asserted: [hasLimit(LIMIT, 500)],
  }),
};

const LIMITS: readonly StepPlan[] = [
  ADD_LIMIT,
  {
    id: 'limit-replace',
    what: 'The PATCH replace of an approval limit without a path',
    plan: ({ before, sample: { currency } }) =>
      limitsOf(before, LIMIT).includes('500')
        ? {
            send: [keyed('replace', { [URN.approverLimit]: { [LIMIT]: [limit(750, currency)] } })],
            asserted: [hasLimit(LIMIT, 750), lacksLimit(LIMIT, 500)],
          }
        : 'the limit to replace is not there',
  },
  {
    id: 'limit-remove-one',
    what: 'The PATCH remove of one approval limit by a filter on its type',
    plan: ({ before }) => {
      const held = limitsOf(before, LIMIT);
      if (held.length === 0) return 'the limit to remove is not there';
      return {
        send: [at('remove', `${URN.approverLimit}:${LIMIT}[approvalType eq "report"]`)],
        asserted: held.map((value) => lacksLimit(LIMIT, Number(value))),
      };
    },
  },
  { ...ADD_LIMIT, id: 'limit-add-again' },
];

/** Clears a whole extension by the documented closing colon; what was there before has to be gone. */
const clearing = (id: string, what: string, urn: string, kind: string): StepPlan => ({
  id,
  what: `The PATCH remove of the whole ${what} extension`,
  plan: ({ before }) => {
    const asserted =
      urn === URN.delegate
        ? delegatesOf(before, kind).map((value) => lacksDelegate(kind, value))
        : limitsOf(before, kind).map((value) => lacksLimit(kind, Number(value)));
    return asserted.length === 0 ? `the user has no ${what} to remove` : { send: [at('remove', `${urn}:`)], asserted };
  },
});

/** Adds a delegate again after the removal, so that the removal of all has something to remove. */
const AGAIN: readonly StepPlan[] = DELEGATES.slice(0, 2).map((step) => ({ ...step, id: `${step.id}-again` }));

/** Whether the revision documents limits of approvers. */
export function knowsLimits(contract: Contract): boolean {
  return contract.schemaRequirements.includes('resource.approver-limit-lists');
}

/** Every step, in an order in which each leaves what the next one needs. */
export function extensionSteps(contract: Contract): readonly StepPlan[] {
  return [
    PLAIN,
    ...DELEGATES,
    ...AGAIN,
    NOBODYS,
    clearing('delegate-remove-all', 'Delegate', URN.delegate, KIND),
    ...PREFERENCES,
    PAYROLL,
    ...(knowsLimits(contract)
      ? [...LIMITS, clearing('limit-remove-all', 'ApproverLimit', URN.approverLimit, LIMIT)]
      : []),
  ];
}
