/**
 * Faults: named bugs that the mock can carry. A fault breaks ONE requirement in the way somebody really would break it,
 * by small pure hooks at the places where such bugs live. A hook gets what the mock decided and returns it, changed or
 * not; returning the same value means "not here". It must not change its arguments.
 *
 *   corrupt: { page: (page) => ({ ...page, itemsPerPage: page.itemsPerPage + 1 }) }
 */

import type { Json, JsonObject } from '../model/json.ts';
import type { Revision } from '../model/requirement.ts';
import type { Person } from './person.ts';
import type { Refusal } from './refusal.ts';
import type {
  Acceptance,
  ApplyScene,
  AuthorizeScene,
  ElementScene,
  ErrorScene,
  ExtensionScene,
  Filter,
  FilterScene,
  ListQuery,
  MatchScene,
  OperationOutcome,
  OperationScene,
  Page,
  PageScene,
  PatchScene,
  Provision,
  ProvisionScene,
  ResourceScene,
  Scene,
  StatusMessage,
  StatusScene,
  VisibleScene,
} from './scene.ts';
import type { Answer } from './wire.ts';

type Stage<Value, At> = { readonly value: Value; readonly at: At };

/** Every place where the mock can be corrupted, in the order in which a request meets them. */
export interface Stages {
  /** The seed users, once, when the world is made. `at` is the world itself without a request. */
  population: Stage<readonly Person[], Pick<Scene, 'revision' | 'contract'>>;
  /** May the request pass? Asked before anything is looked up. */
  authorize: Stage<'allowed' | Refusal, AuthorizeScene>;
  /** Paging and filter text as understood, or the refusal of a bad value. */
  query: Stage<ListQuery | Refusal, Scene>;
  /** The filter as understood, or the refusal of one that is malformed or outside the matrix; undefined: no filter. */
  filter: Stage<Filter | Refusal | undefined, FilterScene>;
  /** The listing order, for each list request, before filtering. */
  order: Stage<readonly Person[], Scene>;
  /** Does ONE element of customData meet every term of a value path? */
  element: Stage<boolean, ElementScene>;
  /** Does one person match the filter? For a value path: does any element meet all terms. */
  match: Stage<boolean, MatchScene>;
  /** One page: its people and its numbers. */
  page: Stage<Page, PageScene>;
  /** The person a lookup found. Return undefined for "unknown". */
  lookup: Stage<Person | Refusal | undefined, Scene>;
  /** One user as served, complete with schemas and meta. */
  resource: Stage<JsonObject, ResourceScene>;
  /** The whole ListResponse, resources included. */
  envelope: Stage<JsonObject, PageScene>;

  /** A provisioning request (Bulk or single user) as understood, or its refusal; before the 202. */
  accept: Stage<Acceptance | Refusal, Scene>;
  /** When an operation will have been carried out (milliseconds since the epoch; Infinity: never). */
  finish: Stage<number, ProvisionScene & { readonly number: number }>;
  /** The user document after one PATCH operation; a refusal where the patch operation fails. */
  patch: Stage<JsonObject | Refusal, PatchScene>;
  /** Complaints about one extension; an error among them fails the extension. */
  validate: Stage<readonly StatusMessage[], ExtensionScene>;
  /** How an operation went. */
  operation: Stage<OperationOutcome, OperationScene & { readonly after: Person | undefined }>;
  /** The people an operation stores: none where it failed, else the one it is about. Add another to spoil it. */
  apply: Stage<readonly Person[], ApplyScene>;
  /** From when the effect shows, by view, in milliseconds since the epoch. */
  visible: Stage<{ readonly lookup: number; readonly list: number }, VisibleScene>;
  /** The provision an id leads to. */
  provision: Stage<Provision | undefined, Scene>;
  /** The status document: the 202 of Bulk and every read. */
  status: Stage<JsonObject, StatusScene>;
  /** The body of POST, PATCH and PUT /Users. */
  usersResponse: Stage<JsonObject, ProvisionScene>;

  /** Any refusal before it is written: its status, scimType, detail, headers. */
  refuse: Stage<Refusal, Scene>;
  /** The body of any refusal. */
  error: Stage<Json, ErrorScene>;
  /** Last of all: status, headers and body of any answer. */
  answer: Stage<Answer, Scene>;
}

/** What one fault remembers in one world, for bugs that show only the second time. */
export interface Scratch {
  /** 1 the first time, then 2, 3 ... for each key. */
  count(key?: string): number;
  recall(key: string): Json | undefined;
  keep(key: string, value: Json): void;
}

export type Hook<Name extends keyof Stages> = (
  value: Stages[Name]['value'],
  at: Stages[Name]['at'],
  scratch: Scratch,
) => Stages[Name]['value'];

export type Corruption = { readonly [Name in keyof Stages]?: Hook<Name> };

export interface Fault {
  /** Kebab-case, unique over all areas. */
  readonly id: string;
  /** The one requirement it breaks. */
  readonly violates: string;
  /** One sentence: the bug. */
  readonly summary: string;
  /** How it shows on the wire. */
  readonly wire: string;
  readonly corrupt: Corruption;
  /** Only where the fault makes no sense in every revision. */
  readonly revisions?: readonly Revision[];
  /**
   * Other requirements whose verdict changes with the named one, because they cannot be judged once it is broken. Each
   * entry must really change; a sharper fault or a better precondition is better than an entry.
   */
  readonly closure?: readonly ClosureEntry[];
  /** What a problem of the named requirement must say, where its cases may complain about more than one thing. */
  readonly seenAs?: RegExp;
}

/** One requirement that a fault takes along, with one sentence of why. */
export interface ClosureEntry {
  readonly requirement: string;
  readonly why: string;
}

/** A permitted behaviour other than the mock's own; no case may fail because of it. */
export interface Variant {
  readonly id: string;
  readonly summary: string;
  readonly rulings: readonly number[];
  readonly corrupt: Corruption;
  /** SHOULD requirements that it departs from: each gives a warning in the revisions where it is a SHOULD. */
  readonly warns?: readonly string[];
  /** MUST requirements that nobody can judge on a server that behaves so, each with the reason. */
  readonly leavesOpen?: Readonly<Record<string, string>>;
  /** Only where the behaviour is not permitted, or makes no sense, in every revision. */
  readonly revisions?: readonly Revision[];
}

export { customDataOf, type Person, spendUserOf, withSpend } from './person.ts';
export { isRefusal, type Refusal, refuse } from './refusal.ts';
export type * from './scene.ts';
export { type Answer, json, NOTHING, text, withHeader, withJson } from './wire.ts';
