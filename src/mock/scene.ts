/**
 * What a hook of a fault or a variant is told: the request, the contract, the clock, and the facts of the place where it
 * stands. Types only.
 */

import type { Contract, FilterAttribute } from '../contract/contract.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { OperationId, Revision } from '../model/requirement.ts';
import type { Person } from './person.ts';
import type { Refusal } from './refusal.ts';
import type { Incoming } from './wire.ts';

/** The part of the contract the mock lives by: data, never schemas or verdicts. */
export type MockContract = Pick<Contract, 'revision' | 'offers' | 'operation' | 'pageSize' | 'filters' | 'roles'>;

/** What every hook knows. */
export interface Scene {
  readonly revision: Revision;
  readonly contract: MockContract;
  /** Milliseconds since the epoch, by the world's clock. */
  readonly now: number;
  readonly request: Incoming;
  /** Which request this is, from 1. */
  readonly sequence: number;
  /** Undefined for an unknown path. A known path with another method is the operation whose path it is. */
  readonly operation: OperationId | undefined;
  /** Path parameters as sent, percent-decoded: `id`. */
  readonly params: Readonly<Record<string, string>>;
  /** Decoded query parameters in order, repeated ones too. */
  readonly query: URLSearchParams;
  /** Everybody as the list shows them now, in listing order. */
  everyone(): readonly Person[];
  /** The person of an id as the lookup shows it now. */
  find(id: string): Person | undefined;
}

export interface AuthorizeScene extends Scene {
  /** The token's name: company, readonly, noscope, user; undefined for none or an unknown one. */
  readonly token: string | undefined;
  readonly needed: readonly string[];
}

export interface ListQuery {
  readonly startIndex: number;
  readonly pageSize: number;
  /** As sent, decoded; undefined where the parameter is absent. */
  readonly filter: string | undefined;
}

export interface Comparison {
  readonly kind: 'comparison';
  readonly attribute: FilterAttribute;
  readonly operator: 'eq' | 'ne';
  readonly value: Json;
}
export interface Term {
  readonly member: 'id' | 'value';
  readonly operator: 'eq' | 'ne';
  readonly value: Json;
}
/** `customData[id eq "x" and value eq "y"]`. */
export interface ValuePath {
  readonly kind: 'value-path';
  readonly terms: readonly Term[];
}
export type Filter = Comparison | ValuePath;

export interface FilterScene extends Scene {
  readonly text: string;
}
export interface MatchScene extends Scene {
  readonly person: Person;
  readonly filter: Filter;
  /** The attribute's value for a comparison, the customData list for a value path; undefined where absent. */
  readonly actual: Json | undefined;
}
export interface ElementScene extends MatchScene {
  readonly filter: ValuePath;
  readonly element: JsonObject;
}

/** One page before it is written. */
export interface Page {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly people: readonly Person[];
}
export interface PageScene extends Scene {
  readonly asked: ListQuery;
  /** Every match, in listing order. */
  readonly matches: readonly Person[];
}
export interface ResourceScene extends Scene {
  readonly view: 'list' | 'lookup';
  readonly person: Person;
}
export interface ErrorScene extends Scene {
  readonly refusal: Refusal;
  readonly family: 'retrieval' | 'provisioning';
}

/** One operation of a provisioning request; a single-user request is a bulk of one. */
export interface ProvisionOperation {
  /** From 1; the operation's id in the status. */
  readonly number: number;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** Sent or generated. */
  readonly bulkId: string;
  readonly data: JsonObject;
  /** The user of the path, lower case; undefined for POST. */
  readonly userId: string | undefined;
}
export interface Acceptance {
  readonly operations: readonly ProvisionOperation[];
  readonly failOnErrors: number | undefined;
}
export interface StatusMessage {
  readonly code: string;
  readonly type: 'error' | 'warning';
  readonly message: string;
  readonly schemaPath?: string;
}
export interface ExtensionOutcome {
  readonly name: string;
  readonly success: boolean;
  readonly code: string;
  readonly result: 'success' | 'no-op' | 'error' | 'not-processed';
  readonly messages: readonly StatusMessage[];
}
export interface OperationOutcome {
  readonly success: boolean;
  readonly code: string;
  /** The user it created or changed. */
  readonly userId: string | undefined;
  readonly extensions: readonly ExtensionOutcome[];
}
/** A provisioning request as the mock remembers it. */
export interface Provision {
  readonly id: string;
  readonly kind: 'Bulk' | 'User';
  readonly acceptedAt: number;
  readonly acceptance: Acceptance;
  readonly correlationId: string;
  /** Outcomes known by now, by operation number. */
  readonly outcomes: ReadonlyMap<number, { readonly outcome: OperationOutcome; readonly at: number }>;
}

export interface OperationScene extends Scene {
  readonly provision: Provision;
  readonly task: ProvisionOperation;
  /** The user as it was before, if it existed. */
  readonly before: Person | undefined;
}
export interface ExtensionScene extends OperationScene {
  readonly urn: string;
  /** The extension as it would be stored. */
  readonly data: JsonObject;
}
export interface PatchScene extends OperationScene {
  readonly patch: { readonly op: string; readonly path: string | undefined; readonly value: Json | undefined };
  /** The document before this patch operation. */
  readonly document: JsonObject;
}
export interface ApplyScene extends OperationScene {
  readonly outcome: OperationOutcome;
}
export interface VisibleScene extends ApplyScene {
  readonly after: Person;
  readonly processedAt: number;
}
export interface StatusScene extends Scene {
  readonly provision: Provision;
  /** The first answer of Bulk, or a read of the status. */
  readonly moment: 'accepted' | 'read';
}
export interface ProvisionScene extends Scene {
  readonly provision: Provision;
}
