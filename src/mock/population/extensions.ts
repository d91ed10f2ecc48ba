/**
 * The extensions of the seed users beside SpendUser: full for some, empty or missing for others, as real companies have
 * them. Members follow the revision.
 */

import { URN } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import { cycle } from './values.ts';

/** Ready-made preference objects, shared between users. */
export interface Preferences {
  readonly user: readonly JsonObject[];
  readonly workflow: readonly JsonObject[];
  readonly invoice: readonly JsonObject[];
}

/** Boolean members of the preferences; the later ones came after revision 2021-03. */
export const USER_FLAGS = [
  'showImagingIntro',
  'allowCreditCardTransArrivalEmails',
  'allowReceiptImageAvailEmails',
  'promptForCardTransactionsOnReport',
  'autoAddTripCardTransOnReport',
  'promptForReportPrintFormat',
  'showTotalOnReport',
  'showInstructHelpPanel',
  'useQuickItinAsDefault',
];
export const LATER_USER_FLAGS = ['enableOcrForUi', 'enableOcrForEmail', 'enableTripBasedAssistant'];
export const WORKFLOW_FLAGS = [
  'emailStatusChangeOnCashAdvance',
  'emailAwaitApprovalOnCashAdvance',
  'emailStatusChangeOnReport',
  'emailAwaitApprovalOnReport',
  'promptForApproverOnReportSubmit',
  'emailStatusChangeOnTravelRequest',
  'emailAwaitApprovalOnTravelRequest',
  'promptForApproverOnTravelRequestSubmit',
  'emailStatusChangeOnPayment',
  'emailAwaitApprovalOnPayment',
  'promptForApproverOnPaymentSubmit',
];
export const LATER_WORKFLOW_FLAGS = [
  'emailOnPurchaseRequestStatusChange',
  'emailOnPurchaseRequestAwaitApproval',
  'promptForPurchaseRequestApproverOnSubmit',
];
export const INVOICE_FLAGS = [
  'emailOnPurchasingAssigned',
  'emailOnPurchasingSendBack',
  'emailOnFaxImageAvailablePaymentRequest',
  'promptNewLineItemsPaymentRequest',
  'displayInlineImage',
  'autoOpenImage',
];

function flags(names: readonly string[], turn: number): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, (index + turn) % 3 === 0]));
}

export function preferencesIn(revision: Revision): Preferences {
  const later = revision !== '2021-03';
  const userFlags = later ? [...USER_FLAGS, ...LATER_USER_FLAGS] : USER_FLAGS;
  const workflowFlags = later ? [...WORKFLOW_FLAGS, ...LATER_WORKFLOW_FLAGS] : WORKFLOW_FLAGS;
  const turns = [0, 1, 2, 3, 4, 5];
  return {
    user: turns.map((turn) => ({
      ...flags(userFlags, turn),
      expenseAuditRequired: cycle<Json>(['REQUIRED', 'NEVER', 'ALWAYS', null], turn),
      defaultReportPrintFormat: cycle<Json>(['DETAILED', 'RECEIPTS', 'FAX', null], turn),
      showExpenseOnReport: cycle<Json>(['ALL', 'PARENT', 'NOTHING', null], turn),
      ...(revision === '2026-05' && turn < 2 && { processorReportAccess: turn === 0 ? 'COMPLETE' : 'RESTRICTED' }),
    })),
    workflow: turns.map((turn) => flags(workflowFlags, turn)),
    invoice: turns.map((turn) => flags(INVOICE_FLAGS, turn)),
  };
}

export interface ExtensionPlan {
  readonly position: number;
  readonly revision: Revision;
  readonly bare: boolean;
  readonly payroll: boolean;
  readonly preferences: Preferences;
  readonly roles: () => readonly JsonObject[];
  /** A manager other than the user, or undefined where there is none. */
  readonly manager: (salt: number) => JsonObject | undefined;
  readonly self: string;
}

/** The lists of the Approver extension. */
export const APPROVER_KINDS = ['report', 'request', 'cashAdvance', 'invoice', 'purchaseRequest', 'statement', 'budget'];

function approverOf({ position, manager, self }: ExtensionPlan): JsonObject {
  if (position % 3 === 0) return {};
  const kinds = APPROVER_KINDS.slice(0, 1 + (position % APPROVER_KINDS.length));
  const lists = kinds.flatMap((kind, index) => {
    const first = manager(index);
    if (first === undefined || first.value === self) return [];
    const second = manager(index + 20);
    const wantsTwo = (kind === 'report' || kind === 'request') && position % 5 === 1;
    const deputy = wantsTwo && second !== undefined && second.value !== first.value && second.value !== self;
    const entries: JsonObject[] = [{ approver: first, primary: true }];
    if (deputy) entries.push({ approver: second, primary: false });
    return [[kind, entries] as const];
  });
  return Object.fromEntries(lists);
}

const PERMISSIONS = [
  'canApprove',
  'canPrepare',
  'canPrepareForApproval',
  'canReceiveApprovalEmail',
  'canReceiveEmail',
  'canSubmit',
  'canSubmitTravelRequest',
  'canUseBi',
  'canViewReceipt',
];

function delegateOf({ position, revision, manager, self }: ExtensionPlan): JsonObject {
  if (position % 4 !== 2) return {};
  const delegate = manager(40);
  if (delegate === undefined || delegate.value === self) return {};
  const dates = {
    temporaryDelegationFromDate: '2024-02-19T03:15:00.000Z',
    temporaryDelegationToDate: '2024-03-19T03:59:00+01:00',
  };
  const entry = {
    ...flags(PERMISSIONS, position),
    delegate,
    ...(revision !== '2021-03' && position % 8 === 2 && { temporaryDelegation: dates }),
  };
  return { [cycle(['expense', 'payment', 'purchaseRequest'], position)]: [entry] };
}

function limitsOf(position: number): JsonObject {
  if (position % 6 !== 1) return { costObjectApprover: [], authorizedApprover: [] };
  const limit = {
    approvalType: cycle(['report', 'payment', 'request', 'purchaseRequest'], position),
    exceptionApprovalAuthority: position % 2 === 0,
    approvalLimit: position * 7.5,
    reimbursementCurrency: 'USD',
    approvalGroup: '',
  };
  return { costObjectApprover: [limit], authorizedApprover: [{ ...limit, level: 1 }] };
}

/** Every extension of a seed user but SpendUser, by URN. Some users leave out what is empty. */
export function extensionsFor(plan: ExtensionPlan): Record<string, JsonObject> {
  const { position, bare, preferences, revision } = plan;
  const all: Record<string, JsonObject> = bare
    ? { [URN.approver]: {}, [URN.delegate]: {}, [URN.role]: { roles: [] }, [URN.userPreference]: {} }
    : {
        [URN.approver]: approverOf(plan),
        [URN.delegate]: delegateOf(plan),
        [URN.payroll]: plan.payroll
          ? { adp: { companyCode: 'C01', deductionCode: 'HLTH', employeeFileNumber: String(1000 + position) } }
          : position % 6 === 0
            ? { adp: {} }
            : {},
        [URN.invoicePreference]: position % 3 === 1 ? cycle(preferences.invoice, position) : {},
        [URN.userPreference]: position % 10 === 9 ? {} : cycle(preferences.user, position),
        [URN.workflowPreference]: position % 10 === 7 ? {} : cycle(preferences.workflow, position),
        [URN.role]: position % 7 === 0 ? { roles: [] } : { roles: plan.roles() },
        ...(revision === '2026-05' && { [URN.approverLimit]: limitsOf(position) }),
      };
  if (position % 5 !== 4) return all;
  return Object.fromEntries(Object.entries(all).filter(([, extension]) => Object.keys(extension).length > 0));
}
