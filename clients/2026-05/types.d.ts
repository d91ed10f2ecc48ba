// Generated from schemas/contract/2026-05 by "npm run ecosystem -- --write"; do not edit.

export type ADP = {
  companyCode?: string;
  deductionCode?: string;
  employeeFileNumber?: string;
};
export type UserReference = (
  | {
      value: {
        [k: string]: unknown;
      };
    }
  | {
      employeeNumber: {
        [k: string]: unknown;
      };
    }
  | {
      [k: string]: unknown;
    }
) & {
  $ref?: {
    [k: string]: unknown;
  };
  displayName?: {
    [k: string]: unknown;
  };
  employeeNumber?: string | null;
  value?: string | null;
};
export type SpendUser = {
  biHierarchy?: (null | BiHierarchy) & ((null | BiHierarchy) | ((null | BiHierarchy) & null));
  biManager?: (null | UserReference) & ((null | UserReference) | ((null | UserReference) & null));
  /**
   * two letters
   */
  budgetCountryCode?: string | null;
  cashAdvanceAccountCode?: string | null;
  /**
   * two letters
   */
  country?: string;
  customData?: CustomData[] | null;
  ledgerCode?: string | null;
  /**
   * a language tag such as en-US
   */
  locale?: string;
  nonEmployee?: boolean | null;
  officeLocationCity?: string | null;
  /**
   * two letters
   */
  officeLocationCountry?: string | null;
  officeLocationStateProvince?: string | null;
  /**
   * three letters or digits
   */
  reimbursementCurrency?: string;
  reimbursementType?: 'ACCOUNTS_PAYABLE' | 'ADP_PAYROLL' | 'CONCUR_PAY' | 'OTHER' | null;
  stateProvince?: string | null;
  testEmployee?: boolean | null;
};
export type ResourceTypesAnswer =
  | ResourceType[]
  | {
      Resources: ResourceType[];
      itemsPerPage?: {
        [k: string]: unknown;
      };
      schemas?: string[] | null;
      startIndex?: {
        [k: string]: unknown;
      };
      totalResults?: {
        [k: string]: unknown;
      };
    };
export type SchemasAnswer =
  | unknown[]
  | {
      Resources: {}[];
      itemsPerPage?: {
        [k: string]: unknown;
      };
      schemas?: string[] | null;
      startIndex?: {
        [k: string]: unknown;
      };
      totalResults?: {
        [k: string]: unknown;
      };
    };

export interface SpendUserApi {
  adp: ADP;
  'approver-limit-config': SpendApproverLimitConfig;
  'approver-limit': ApproverLimit;
  approver: Approver;
  'bi-hierarchy': BiHierarchy;
  'bulk-operation': OperationOfABulkRequest;
  'bulk-request': BulkRequest;
  'concur-error': ConcurError;
  'concur-message': MessageOfTheConcurError;
  'core-user-email': EmailOfAUser;
  'core-user-name': NameOfAUser;
  'core-user': User;
  'custom-data': CustomData;
  delegate: Delegate;
  'enterprise-user': EnterpriseUser;
  'error-message-response': ErrorOfTheRetrievalEndpoints;
  'extension-flags': FlagsOfAnExtension;
  'form-field-list-response': FormFieldsAnswer;
  'form-field-source': ListBehindAFormField;
  'form-field': FormField;
  'full-spend-user': FullSpendUser;
  'invoice-preference': InvoicePreference;
  'list-response': ListResponse;
  meta: MetaOfASpendUser;
  'operation-extension': ExtensionOfAnOperation;
  'operation-flags': FlagsOfAnOperation;
  'operation-resource': ResourceOfAnOperation;
  'operations-count': OperationsCount;
  'patch-op': PatchOp;
  'patch-operation': OperationOfAPatchOp;
  payroll: Payroll;
  'provision-flags': FlagsOfAProvisioningRequest;
  'provision-meta': MetaOfAProvisionStatus;
  'provision-operation': OperationOfAProvisionStatus;
  'provision-status': ProvisionStatus;
  'resource-type': ResourceType;
  'resource-types': ResourceTypesAnswer;
  role: SpendRole;
  'schema-attribute': AttributeOfASchema;
  'schema-extension': SchemaExtension;
  'schema-resource': SchemaResource;
  schemas: SchemasAnswer;
  'spend-approver': SpendApprover;
  'spend-delegate': SpendDelegate;
  'spend-role': Role;
  'spend-user': SpendUser;
  'status-message': MessageOfAnExtension;
  'temporary-delegate': TemporaryDelegate;
  'ups-error-response': ErrorOfTheProvisioningEndpoints;
  'user-preference': UserPreference;
  'user-reference': UserReference;
  'users-response-meta': MetaOfASingleUserAnswer;
  'users-response': AnswerOfTheSingleUserEndpoints;
  'workflow-preference': WorkflowPreference;
}
export interface SpendApproverLimitConfig {
  approvalGroup?: string | null;
  approvalLimit?: number | null;
  approvalType?: 'report' | 'payment' | 'request' | 'purchaseRequest' | null;
  exceptionApprovalAuthority?: boolean | null;
  level?: number | null;
  reimbursementCurrency?: string | null;
}
export interface ApproverLimit {
  authorizedApprover?: SpendApproverLimitConfig[] | null;
  costObjectApprover?: SpendApproverLimitConfig[] | null;
}
export interface Approver {
  budget?: SpendApprover[] | null;
  cashAdvance?: SpendApprover[] | null;
  invoice?: SpendApprover[] | null;
  purchaseRequest?: SpendApprover[] | null;
  report?: SpendApprover[] | null;
  request?: SpendApprover[] | null;
  statement?: SpendApprover[] | null;
}
export interface SpendApprover {
  approver: UserReference;
  primary: boolean;
}
export interface BiHierarchy {
  code?: string | null;
  href?: string | null;
  syncGuid?: string | null;
}
export interface OperationOfABulkRequest {
  bulkId?: string | null;
  data: {};
  method: 'POST' | 'PUT' | 'PATCH';
  path: string;
}
export interface BulkRequest {
  /**
   * @minItems 1
   * @maxItems 100
   */
  Operations: [OperationOfABulkRequest, ...OperationOfABulkRequest[]];
  failOnErrors?: number | null;
  schemas: string[];
}
export interface ConcurError {
  messages?: MessageOfTheConcurError[] | null;
}
export interface MessageOfTheConcurError {
  code: string;
  message?: string | null;
  schemaPath?: string | null;
  type: string;
}
export interface EmailOfAUser {
  notifications?: boolean | null;
  type?: string | null;
  value: string;
  verified?: {
    [k: string]: unknown;
  };
}
export interface NameOfAUser {
  academicTitle?: string | null;
  familyName: string;
  familyNamePrefix?: string | null;
  formatted?: string | null;
  givenName: string;
  hasNoMiddleName?: boolean | null;
  honorificPrefix?: string | null;
  honorificSuffix?: string | null;
  legalName?: string | null;
  middleInitial?: string | null;
  middleName?: string | null;
}
export interface User {
  active: boolean;
  addresses?: {}[] | null;
  /**
   * YYYY-MM-DD
   */
  dateOfBirth?: string | null;
  displayName?: string | null;
  emails: EmailOfAUser[];
  emergencyContacts?: {}[] | null;
  entitlements?: string[] | null;
  externalId?: string | null;
  id?: string | null;
  localeOverrides?: {} | null;
  meta?: {} | null;
  name: NameOfAUser;
  nickName?: string | null;
  phoneNumbers?: {}[] | null;
  preferredLanguage?: string | null;
  schemas: string[];
  timezone?: string | null;
  title?: string | null;
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll'?: (null | Payroll) &
    ((null | Payroll) | ((null | Payroll) & null));
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': EnterpriseUser;
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Approver'?: (null | Approver) &
    ((null | Approver) | ((null | Approver) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate'?: (null | Delegate) &
    ((null | Delegate) | ((null | Delegate) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:InvoicePreference'?: (null | InvoicePreference) &
    ((null | InvoicePreference) | ((null | InvoicePreference) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Role'?: (null | SpendRole) &
    ((null | SpendRole) | ((null | SpendRole) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:User'?: (null | SpendUser) &
    ((null | SpendUser) | ((null | SpendUser) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference'?: (null | UserPreference) &
    ((null | UserPreference) | ((null | UserPreference) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference'?: (null | WorkflowPreference) &
    ((null | WorkflowPreference) | ((null | WorkflowPreference) & null));
  userName: string;
}
export interface Payroll {
  adp?: (null | ADP) & ((null | ADP) | ((null | ADP) & null));
}
export interface EnterpriseUser {
  companyId: string;
  costCenter?: string | null;
  department?: string | null;
  division?: string | null;
  employeeNumber?: string | null;
  leavesOfAbsence?: {}[] | null;
  manager?: {} | null;
  organization?: string | null;
  startDate?: string | null;
  terminationDate?: string | null;
}
export interface Delegate {
  expense?: SpendDelegate[] | null;
  payment?: SpendDelegate[] | null;
  purchaseRequest?: SpendDelegate[] | null;
}
export interface SpendDelegate {
  canApprove?: boolean | null;
  canPrepare?: boolean | null;
  canPrepareForApproval?: boolean | null;
  canReceiveApprovalEmail?: boolean | null;
  canReceiveEmail?: boolean | null;
  canSubmit?: boolean | null;
  canSubmitTravelRequest?: boolean | null;
  canUseBi?: boolean | null;
  canViewReceipt?: boolean | null;
  delegate?: (null | UserReference) & ((null | UserReference) | ((null | UserReference) & null));
  temporaryDelegation?: (null | TemporaryDelegate) & ((null | TemporaryDelegate) | ((null | TemporaryDelegate) & null));
}
export interface TemporaryDelegate {
  temporaryDelegationFromDate?: string | null;
  temporaryDelegationToDate?: string | null;
}
export interface InvoicePreference {
  autoOpenImage?: boolean | null;
  displayInlineImage?: boolean | null;
  emailOnFaxImageAvailablePaymentRequest?: boolean | null;
  emailOnPurchasingAssigned?: boolean | null;
  emailOnPurchasingSendBack?: boolean | null;
  promptNewLineItemsPaymentRequest?: boolean | null;
}
export interface SpendRole {
  roles?: Role[] | null;
}
export interface Role {
  roleGroups?: string[] | null;
  /**
   * capital letters, digits and underscores
   */
  roleName: string;
}
export interface CustomData {
  href?: {
    [k: string]: unknown;
  };
  /**
   * one of custom1 to custom22 and orgUnit1 to orgUnit6
   */
  id: string;
  syncGuid?: {
    [k: string]: unknown;
  };
  value?: string | null;
}
export interface UserPreference {
  allowAutoCreateTripReport?: boolean | null;
  allowCreditCardTransArrivalEmails?: boolean | null;
  allowReceiptImageAvailEmails?: boolean | null;
  autoAddTripCardTransOnReport?: boolean | null;
  defaultReportPrintFormat?: 'RECEIPTS' | 'DETAILED' | 'FAX' | null;
  enableOcrForEmail?: boolean | null;
  enableOcrForUi?: boolean | null;
  enableTripBasedAssistant?: boolean | null;
  expenseAuditRequired?: 'NEVER' | 'REQUIRED' | 'ALWAYS' | null;
  processorReportAccess?: 'COMPLETE' | 'RESTRICTED' | null;
  promptForCardTransactionsOnReport?: boolean | null;
  promptForReportPrintFormat?: boolean | null;
  showExpenseOnReport?: 'ALL' | 'PARENT' | 'NOTHING' | null;
  showImagingIntro?: boolean | null;
  showInstructHelpPanel?: boolean | null;
  showTotalOnReport?: boolean | null;
  useQuickItinAsDefault?: boolean | null;
}
export interface WorkflowPreference {
  emailAwaitApprovalOnCashAdvance?: boolean | null;
  emailAwaitApprovalOnPayment?: boolean | null;
  emailAwaitApprovalOnReport?: boolean | null;
  emailAwaitApprovalOnTravelRequest?: boolean | null;
  emailOnPurchaseRequestAwaitApproval?: boolean | null;
  emailOnPurchaseRequestStatusChange?: boolean | null;
  emailStatusChangeOnCashAdvance?: boolean | null;
  emailStatusChangeOnPayment?: boolean | null;
  emailStatusChangeOnReport?: boolean | null;
  emailStatusChangeOnTravelRequest?: boolean | null;
  promptForApproverOnPaymentSubmit?: boolean | null;
  promptForApproverOnReportSubmit?: boolean | null;
  promptForApproverOnTravelRequestSubmit?: boolean | null;
  promptForPurchaseRequestApproverOnSubmit?: boolean | null;
}
export interface ErrorOfTheRetrievalEndpoints {
  detail?: string | null;
  externalId?: {
    [k: string]: unknown;
  };
  id?: {
    [k: string]: unknown;
  };
  meta?: {
    [k: string]: unknown;
  };
  schemas: string[];
  scimType?: string | null;
  status: number;
  'urn:ietf:params:scim:api:messages:concur:2.0:Error'?: (null | ConcurError) &
    ((null | ConcurError) | ((null | ConcurError) & null));
}
export interface FlagsOfAnExtension {
  code?: {
    [k: string]: unknown;
  };
  completed: boolean;
  result?: {
    [k: string]: unknown;
  };
  success?: boolean | null;
}
export interface FormFieldsAnswer {
  Resources: FormField[];
  schemas: string[];
  totalResults: number;
}
export interface FormField {
  access?: string | null;
  controlType?: string | null;
  dataType?: string | null;
  hierLevel?: number | null;
  id: string;
  isCopyDownSourceForOtherForms?: boolean | null;
  isCustom?: boolean | null;
  isRequired?: boolean | null;
  label?: string | null;
  list?: (null | ListBehindAFormField) & ((null | ListBehindAFormField) | ((null | ListBehindAFormField) & null));
  maxLength?: number | null;
  name: string;
  parentFieldId?: string | null;
  schemas?: string[] | null;
  sequence?: number | null;
}
export interface ListBehindAFormField {
  href?: string | null;
  syncGuid?: string | null;
}
export interface FullSpendUser {
  externalId?: {
    [k: string]: unknown;
  };
  id: string;
  meta: MetaOfASpendUser;
  schemas: string[];
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll'?: (null | Payroll) &
    ((null | Payroll) | ((null | Payroll) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Approver'?: (null | Approver) &
    ((null | Approver) | ((null | Approver) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit'?: (null | ApproverLimit) &
    ((null | ApproverLimit) | ((null | ApproverLimit) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate'?: (null | Delegate) &
    ((null | Delegate) | ((null | Delegate) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:InvoicePreference'?: (null | InvoicePreference) &
    ((null | InvoicePreference) | ((null | InvoicePreference) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:Role'?: (null | SpendRole) &
    ((null | SpendRole) | ((null | SpendRole) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:User'?: (null | SpendUser) &
    ((null | SpendUser) | ((null | SpendUser) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference'?: (null | UserPreference) &
    ((null | UserPreference) | ((null | UserPreference) & null));
  'urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference'?: (null | WorkflowPreference) &
    ((null | WorkflowPreference) | ((null | WorkflowPreference) & null));
}
export interface MetaOfASpendUser {
  created?: string | null;
  lastModified?: string | null;
  location: string;
  resourceType: 'User';
  version?: {
    [k: string]: unknown;
  };
}
export interface ListResponse {
  Resources?: FullSpendUser[] | null;
  externalId?: {
    [k: string]: unknown;
  };
  id?: {
    [k: string]: unknown;
  };
  itemsPerPage?: number | null;
  meta?: {
    [k: string]: unknown;
  };
  /**
   * @minItems 1
   */
  schemas: [string, ...string[]];
  startIndex?: number | null;
  totalResults: number;
}
export interface ExtensionOfAnOperation {
  messages?: MessageOfAnExtension[] | {} | null;
  name: string;
  status: FlagsOfAnExtension;
}
export interface MessageOfAnExtension {
  code: string;
  message?: string | null;
  schemaPath?: string | null;
  type: string;
}
export interface FlagsOfAnOperation {
  code?: {
    [k: string]: unknown;
  };
  completed: boolean;
  success?: boolean | null;
}
export interface ResourceOfAnOperation {
  id?: string | null;
  type?: string | null;
}
export interface OperationsCount {
  failed: number;
  pending?: number | null;
  success: number;
  total: number;
}
export interface PatchOp {
  /**
   * @minItems 1
   */
  Operations: [OperationOfAPatchOp, ...OperationOfAPatchOp[]];
  schemas?: string[] | null;
}
export interface OperationOfAPatchOp {
  op: 'add' | 'replace' | 'remove';
  path?: string | null;
  value?: {
    [k: string]: unknown;
  };
}
export interface FlagsOfAProvisioningRequest {
  completed: boolean;
  success?: boolean | null;
}
export interface MetaOfAProvisionStatus {
  companyId?: {
    [k: string]: unknown;
  };
  /**
   * a date-time with a zone
   */
  completed?: string | null;
  correlationId?: {
    [k: string]: unknown;
  };
  /**
   * a date-time with a zone
   */
  created?: string | null;
  /**
   * a date-time with a zone
   */
  lastModified?: string | null;
  location?: string | null;
  provisionType?: {
    [k: string]: unknown;
  };
  resourceType?: {
    [k: string]: unknown;
  };
}
export interface OperationOfAProvisionStatus {
  bulkId?: string | null;
  error?: {
    [k: string]: unknown;
  };
  extensions?: ExtensionOfAnOperation[] | null;
  id: string;
  resource?: (null | ResourceOfAnOperation) &
    ((null | ResourceOfAnOperation) | ((null | ResourceOfAnOperation) & null));
  status: FlagsOfAnOperation;
}
export interface ProvisionStatus {
  id: string;
  itemsPerPage?: number | null;
  meta?: (null | MetaOfAProvisionStatus) & ((null | MetaOfAProvisionStatus) | ((null | MetaOfAProvisionStatus) & null));
  operations?: OperationOfAProvisionStatus[] | null;
  operationsCount: OperationsCount;
  schemas?: string[] | null;
  startIndex?: number | null;
  status: FlagsOfAProvisioningRequest;
  totalResults?: number | null;
}
export interface ResourceType {
  attributes?: {
    [k: string]: unknown;
  };
  description?: string | null;
  endpoint: string;
  id?: string | null;
  meta?: {
    [k: string]: unknown;
  };
  name: string;
  schema: string;
  schemaExtensions?: SchemaExtension[] | null;
  schemas?: string[] | null;
}
export interface SchemaExtension {
  required?: boolean | null;
  schema: string;
}
export interface AttributeOfASchema {
  canonicalValues?: string[] | null;
  caseExact?: boolean | null;
  description?: string | null;
  maxLength?: number | null;
  multiValued?: boolean | null;
  mutability?: string | null;
  name: string;
  referenceTypes?: string[] | null;
  required?: boolean | null;
  returned?: string | null;
  subAttributes?: AttributeOfASchema[] | null;
  type?: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'complex' | null;
  uniqueness?: 'none' | 'server' | 'global' | null;
}
export interface SchemaResource {
  attributes?: AttributeOfASchema[] | null;
  description?: string | null;
  id: string;
  name?: string | null;
  type?: string | null;
}
export interface ErrorOfTheProvisioningEndpoints {
  detail?: string | null;
  externalId?: {
    [k: string]: unknown;
  };
  id?: {
    [k: string]: unknown;
  };
  meta?: {
    [k: string]: unknown;
  };
  schemas: string[];
  scimType?: string | null;
  status: string;
  'urn:ietf:params:scim:api:messages:concur:2.0:Error'?: (null | ConcurError) &
    ((null | ConcurError) | ((null | ConcurError) & null));
}
export interface MetaOfASingleUserAnswer {
  created?: {
    [k: string]: unknown;
  };
  lastModified?: {
    [k: string]: unknown;
  };
  location?: {
    [k: string]: unknown;
  };
  provisionId: string;
  resourceType?: {
    [k: string]: unknown;
  };
  statusUrl: string;
  version?: {
    [k: string]: unknown;
  };
}
export interface AnswerOfTheSingleUserEndpoints {
  active?: {
    [k: string]: unknown;
  };
  addresses?: {
    [k: string]: unknown;
  };
  dateOfBirth?: {
    [k: string]: unknown;
  };
  displayName?: {
    [k: string]: unknown;
  };
  emails?: {
    [k: string]: unknown;
  };
  emergencyContacts?: {
    [k: string]: unknown;
  };
  entitlements?: {
    [k: string]: unknown;
  };
  externalId?: {
    [k: string]: unknown;
  };
  id?: string | null;
  localeOverrides?: {
    [k: string]: unknown;
  };
  meta: MetaOfASingleUserAnswer;
  name?: {
    [k: string]: unknown;
  };
  nickName?: {
    [k: string]: unknown;
  };
  phoneNumbers?: {
    [k: string]: unknown;
  };
  preferredLanguage?: {
    [k: string]: unknown;
  };
  schemas?: string[] | null;
  timezone?: {
    [k: string]: unknown;
  };
  title?: {
    [k: string]: unknown;
  };
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'?: {
    [k: string]: unknown;
  };
  'urn:ietf:params:scim:schemas:extension:sap:2.0:User'?: {
    [k: string]: unknown;
  };
  userName?: {
    [k: string]: unknown;
  };
}
