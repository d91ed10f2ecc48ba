/**
 * What the members of each spend extension may be, from the documented tables, as small predicates. One entry names the
 * code a client gets and nothing else; the judge has its own reading of the same tables.
 */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import {
  APPROVER_KINDS,
  INVOICE_FLAGS,
  LATER_USER_FLAGS,
  LATER_WORKFLOW_FLAGS,
  USER_FLAGS,
  WORKFLOW_FLAGS,
} from '../population/extensions.ts';

/** Undefined: fine. Otherwise what is wrong, for people. */
export type Rule = (value: Json) => string | undefined;

const ok = undefined;

export const boolean: Rule = (value) => (typeof value === 'boolean' ? ok : 'is not a boolean');

export function shaped(pattern: RegExp, complaint: string): Rule {
  return (value) => (typeof value === 'string' && pattern.test(value) ? ok : complaint);
}

export function oneOf(words: readonly string[]): Rule {
  return (value) => (typeof value === 'string' && words.includes(value) ? ok : 'is not one of the known values');
}

export function upTo(length: number): Rule {
  return (value) => (typeof value === 'string' && value.length <= length ? ok : `Size is above ${length}`);
}

const list: Rule = (value) => (isArray(value) && value.every(isObject) ? ok : 'is not a list of objects');
const object: Rule = (value) => (isObject(value) ? ok : 'is not an object');

type Rules = Readonly<Record<string, Rule>>;

function each(names: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

function spendUser(revision: Revision): Rules {
  const types = ['ACCOUNTS_PAYABLE', 'ADP_PAYROLL', 'CONCUR_PAY', 'OTHER'];
  const later: Rules = revision === '2021-03' ? {} : { biHierarchy: object };
  const latest: Rules =
    revision === '2026-05'
      ? {
          officeLocationCountry: shaped(/^[A-Za-z]{2}$/, 'Size is not 2'),
          officeLocationStateProvince: upTo(6),
          officeLocationCity: upTo(100),
        }
      : {};
  return {
    reimbursementCurrency: shaped(/^[A-Za-z0-9]{3}$/, 'Size is not 3'),
    reimbursementType: oneOf(revision === '2021-03' ? [...types, 'PAY_PAL'] : types),
    ledgerCode: upTo(20),
    country: shaped(/^[A-Za-z]{2}$/, 'Size is not 2'),
    budgetCountryCode: shaped(/^[A-Za-z]{2}$/, 'Size is not 2'),
    stateProvince: upTo(6),
    locale: shaped(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is no locale'),
    cashAdvanceAccountCode: upTo(20),
    testEmployee: boolean,
    nonEmployee: boolean,
    biManager: object,
    customData: list,
    ...later,
    ...latest,
  };
}

function userPreference(revision: Revision): Rules {
  return {
    ...each([...USER_FLAGS, ...LATER_USER_FLAGS, 'allowAutoCreateTripReport'], boolean),
    expenseAuditRequired: oneOf(['NEVER', 'REQUIRED', 'ALWAYS']),
    defaultReportPrintFormat: oneOf(['RECEIPTS', 'DETAILED', 'FAX']),
    showExpenseOnReport: oneOf(['ALL', 'PARENT', 'NOTHING']),
    processorReportAccess: revision === '2026-05' ? oneOf(['COMPLETE', 'RESTRICTED']) : upTo(100),
  };
}

/** Rules by extension and member. A member without a rule is not known. */
export function rulesOf(revision: Revision): Readonly<Record<string, Rules>> {
  return {
    [URN.spendUser]: spendUser(revision),
    [URN.approver]: each(APPROVER_KINDS, list),
    [URN.delegate]: each(['expense', 'payment', 'purchaseRequest'], list),
    [URN.role]: { roles: list },
    [URN.userPreference]: userPreference(revision),
    [URN.workflowPreference]: each([...WORKFLOW_FLAGS, ...LATER_WORKFLOW_FLAGS], boolean),
    [URN.invoicePreference]: each(INVOICE_FLAGS, boolean),
    [URN.payroll]: { adp: object },
    [URN.approverLimit]: { costObjectApprover: list, authorizedApprover: list },
  };
}

/** Members that a SpendUser with any data must have. */
export const REQUIRED = ['reimbursementCurrency', 'country', 'locale'] as const;

/** What a creation without preferences gives. */
export const DEFAULTS: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  [URN.userPreference]: {
    showImagingIntro: true,
    allowCreditCardTransArrivalEmails: true,
    allowReceiptImageAvailEmails: true,
    promptForCardTransactionsOnReport: true,
    showInstructHelpPanel: true,
  },
  [URN.workflowPreference]: {
    emailStatusChangeOnCashAdvance: true,
    emailAwaitApprovalOnCashAdvance: true,
    emailStatusChangeOnReport: true,
    emailAwaitApprovalOnReport: true,
    promptForApproverOnReportSubmit: false,
    emailStatusChangeOnTravelRequest: true,
    emailAwaitApprovalOnTravelRequest: true,
    promptForApproverOnTravelRequestSubmit: false,
    emailStatusChangeOnPayment: true,
    emailAwaitApprovalOnPayment: true,
    promptForApproverOnPaymentSubmit: false,
  },
  [URN.role]: { roles: [] },
};

/** A SpendUser that nobody filled in: every optional member unset. */
export const EMPTY_SPEND_USER: Readonly<Record<string, Json>> = {
  reimbursementType: null,
  ledgerCode: null,
  budgetCountryCode: null,
  stateProvince: null,
  cashAdvanceAccountCode: null,
  testEmployee: false,
  nonEmployee: false,
  biManager: null,
  customData: [],
};

/** What a replacement without a SpendUser resets the required members to. */
export const COMPANY_DEFAULTS = { reimbursementCurrency: 'USD', country: 'US', locale: 'en-US' } as const;
