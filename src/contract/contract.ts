/** The contract of one revision as the rest of the program sees it. Loaded by load.ts; everything in it is data. */

import type { Exchange } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import type { OperationId, Requirement, Revision } from '../model/requirement.ts';

export interface QueryParameter {
  readonly name: string;
  readonly type: 'integer' | 'string';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
}

export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  /** The path this revision documents, with `{name}` for a parameter. */
  readonly path: string;
  /** Other paths that documents print for the same operation; a server may serve any of them. */
  readonly otherPaths: readonly string[];
  readonly parameters: readonly QueryParameter[];
  /** HTTP statuses the documents of the revision name. */
  readonly statuses: readonly number[];
  /** `retrieval` errors carry an integer status, `provisioning` errors a string (ruling 112). */
  readonly family: 'retrieval' | 'provisioning';
  readonly scopes: readonly string[];
}

export interface FilterAttribute {
  readonly name: string;
  /** Full URN path as the documents print it. */
  readonly path: string;
  readonly type: 'string' | 'boolean';
  /** Free text can hold any character; coded attributes (country, currency) cannot. */
  readonly freeText: boolean;
  /** Its table lists every value, so no two differ in letter case alone. */
  readonly enumerated: boolean;
  readonly operators: readonly string[];
}

export interface FilterMatrix {
  readonly attributes: readonly FilterAttribute[];
  readonly customData: {
    readonly path: string;
    /** Operators inside the brackets in this revision. */
    readonly operators: readonly string[];
    readonly ids: readonly string[];
  };
  /** Operators of RFC 7644 that the matrix leaves out. */
  readonly unsupportedOperators: readonly string[];
  /** Full paths of attributes that exist but are not in the matrix. */
  readonly unfilterable: readonly string[];
}

export interface RoleCode {
  readonly code: string;
  readonly groupAware: boolean;
}

export interface RoleFacts {
  readonly codes: readonly RoleCode[];
  readonly exclusions: readonly (readonly string[])[];
  readonly prerequisites: readonly { readonly code: string; readonly needs: readonly string[] }[];
  /** Roles that only an entitlement gives. */
  readonly entitlementMapped: Readonly<Record<string, string>>;
}

/** A schema problem, already attributed to the one requirement that owns it. */
export interface OwnedProblem extends Problem {
  readonly requirement: string;
}

/** What one response showed when it was held against the schema of its operation and status. */
export interface SchemaVerdict {
  readonly problems: readonly OwnedProblem[];
  /** Requirements whose rules had something to look at in this response. */
  readonly touched: ReadonlySet<string>;
  /** `table.attribute` names that no table knows; legal, reported as observations. */
  readonly unknown: ReadonlySet<string>;
}

/** The documents and rulings behind requirements, for readers who have this repository not at hand. */
export interface Citations {
  /** By the id that a requirement's source names. */
  readonly documents: Readonly<Record<string, { readonly title: string; readonly date: string }>>;
  /** By number. */
  readonly rulings: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
}

export interface Contract {
  readonly revision: Revision;
  /** Over everything the verdicts of this revision depend on. */
  readonly digest: string;
  /** Every requirement that holds in this revision, sorted by id; excluded ones too. */
  readonly requirements: readonly Requirement[];
  /** What these requirements cite, in words. */
  readonly citations: Citations;
  /** Throws a ContractError for an id that the register does not hold in any revision. */
  requirement(id: string): Requirement;
  /** Whether the revision documents the operation. */
  offers(id: OperationId): boolean;
  operation(id: OperationId): Operation;
  /** The page-size parameter under the name this revision gives it, with its bounds. */
  readonly pageSize: { readonly name: 'itemsPerPage' | 'count'; readonly minimum: number; readonly maximum: number };
  readonly filters: FilterMatrix;
  readonly roles: RoleFacts;
  /** Ids of requirements that own schema problems in this revision. */
  readonly schemaRequirements: readonly string[];
  /** Judged once per exchange; later calls return the same verdict. */
  judgeSchema(exchange: Exchange): SchemaVerdict;
}

export const URN = {
  listResponse: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  concurError: 'urn:ietf:params:scim:api:messages:concur:2.0:Error',
  bulkRequest: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  provisionStatus: 'urn:ietf:params:scim:schemas:extension:concur:2.0:Provision:Status',
  coreUser: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterpriseUser: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  spendUser: 'urn:ietf:params:scim:schemas:extension:spend:2.0:User',
  approver: 'urn:ietf:params:scim:schemas:extension:spend:2.0:Approver',
  approverLimit: 'urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit',
  delegate: 'urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate',
  role: 'urn:ietf:params:scim:schemas:extension:spend:2.0:Role',
  userPreference: 'urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference',
  invoicePreference: 'urn:ietf:params:scim:schemas:extension:spend:2.0:InvoicePreference',
  workflowPreference: 'urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference',
  payroll: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll',
} as const;
