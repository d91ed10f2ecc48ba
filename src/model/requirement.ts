/** What a requirement is. The register lives in specs/requirements; levels and areas are data, never chosen in code. */

export const AREAS = [
  'envelope',
  'pagination',
  'filtering',
  'lookup',
  'resource',
  'errors',
  'authorization',
  'provisioning',
  'consistency',
] as const;
export type Area = (typeof AREAS)[number];

/** RFC 2119 words; UNSPECIFIED where the documents are silent: such behaviour is recorded, never judged. */
export const LEVELS = ['MUST', 'SHOULD', 'MAY', 'UNSPECIFIED'] as const;
export type Level = (typeof LEVELS)[number];

/** The documents in force at a date. */
export const REVISIONS = ['2021-03', '2024-03', '2026-05'] as const;
export type Revision = (typeof REVISIONS)[number];
export const DEFAULT_REVISION: Revision = '2024-03';

export const PROFILES = ['retrieval', 'authorization', 'provisioning'] as const;
export type Profile = (typeof PROFILES)[number];

export const PROVENANCES = [
  'documented-table',
  'documented-example',
  'published-later',
  'rfc',
  'silence',
  'ruling',
] as const;
export type Provenance = (typeof PROVENANCES)[number];

export const OPERATIONS = [
  'listUsers',
  'getUser',
  'bulk',
  'getProvisionStatus',
  'createUser',
  'patchUser',
  'replaceUser',
  'listRoleCodes',
  'listFormFields',
  'listResourceTypes',
  'listSchemas',
] as const;
/** OpenAPI `operationId`, the operation's only name in code, cases, mock and report. */
export type OperationId = (typeof OPERATIONS)[number];

export interface Source {
  /** Key of specs/sources.yaml. */
  readonly document: string;
  readonly section: string;
}

/** One normative sentence, resolved for one contract revision. */
export interface Requirement {
  /** `area.rule`; carries no revision and is never reused. */
  readonly id: string;
  readonly area: Area;
  readonly level: Level;
  readonly statement: string;
  readonly operation?: OperationId;
  readonly profile: Profile;
  readonly revisions: readonly Revision[];
  readonly source: Source;
  readonly provenance: Provenance;
  /** Numbers in specs/rulings.md. */
  readonly rulings: readonly number[];
  /** Why nobody can observe this rule from outside; such a requirement has no case. */
  readonly excluded?: string;
}
