/**
 * Which requirements a run judges and which cases it needs for that. Inapplicable is decided here, from what the
 * target declares; it is never decided by a case that found something missing.
 */

import type { Contract } from '../contract/contract.ts';
import { didYouMean, UsageError } from '../model/errors.ts';
import type { Role } from '../model/exchange.ts';
import { groupBy } from '../model/group.ts';
import type { Area, Profile, Requirement } from '../model/requirement.ts';
import { chosenReason } from '../model/verdict.ts';
import type { Case } from './case.ts';
import type { RunSettings } from './settings.ts';
import { rolesOf } from './tokens.ts';

export interface SelectionRequest {
  readonly profiles: readonly Profile[];
  /** Empty: all. */
  readonly areas: readonly Area[];
  /** A case id, or a glob with `*`. */
  readonly casePattern?: string;
  readonly capabilities: readonly Profile[];
  readonly roles: ReadonlySet<Role>;
  readonly writable: boolean;
}

export interface Selection {
  readonly cases: readonly Case[];
  /** Requirements inside the selection; outcome and exit code are computed over these. */
  readonly selected: ReadonlySet<string>;
  /** Why a requirement cannot apply to this target, by id. */
  readonly inapplicable: ReadonlyMap<string, string>;
  /** Why the selection is less than the target's whole profiles; empty when it is all of them. */
  readonly reductions: readonly string[];
}

/** `mustMatch`: a case pattern that matches nothing is an error; a single area's table may well hold no match. */
export function selectCases(
  all: readonly Case[],
  contract: Contract,
  request: SelectionRequest,
  mustMatch = true,
): Selection {
  const inapplicable = new Map<string, string>();
  const selected = new Set<string>();
  const cases: Case[] = [];
  const matches = request.casePattern === undefined ? () => true : globMatcher(request.casePattern);
  const byRequirement = groupBy(all, (one) => one.requirement);

  for (const requirement of contract.requirements) {
    if (requirement.excluded !== undefined) continue;
    const own = byRequirement.get(requirement.id) ?? [];
    const why = whyInapplicable(requirement, own, request);
    if (why !== undefined) {
      inapplicable.set(requirement.id, why);
      continue;
    }
    if (!request.profiles.includes(requirement.profile)) continue;
    if (request.areas.length > 0 && !request.areas.includes(requirement.area)) continue;
    const chosen = own.filter((one) => runnable(one, request) && matches(one.id));
    if (request.casePattern !== undefined && chosen.length === 0) continue;
    selected.add(requirement.id);
    cases.push(...chosen);
  }

  if (mustMatch && request.casePattern !== undefined && cases.length === 0)
    throw unmatchedCase(request.casePattern, all);
  return { cases, selected, inapplicable, reductions: reductionsOf(request) };
}

/**
 * What is left of a selection when Playwright runs less than all of it: a shard, a `--grep`, one file, one click. What
 * was not chosen lies outside, so it neither counts nor blocks the word "conforms".
 */
export function narrowedTo(selection: Selection, ids: ReadonlySet<string>): Selection {
  const cases = selection.cases.filter((one) => ids.has(one.id));
  if (cases.length === selection.cases.length) return selection;
  return {
    ...selection,
    cases,
    selected: new Set(cases.map((one) => one.requirement)),
    reductions: [...selection.reductions, chosenReason(cases.length, selection.cases.length)],
  };
}

/** The selection's cases out of one table, for the settings of a run. */
export function casesForSettings(table: readonly Case[], contract: Contract, settings: RunSettings): readonly Case[] {
  const holding = new Set(contract.requirements.map((one) => one.id));
  const own = table.filter((one) => holding.has(one.requirement));
  return selectCases(own, contract, selectionRequest(settings), false).cases;
}

export function selectionRequest(settings: RunSettings): SelectionRequest {
  return {
    profiles: settings.profiles,
    areas: settings.areas,
    ...(settings.casePattern !== undefined && { casePattern: settings.casePattern }),
    capabilities: settings.capabilities,
    roles: rolesOf(settings.tokens),
    writable: settings.writable,
  };
}

function runnable(one: Case, request: SelectionRequest): boolean {
  return (request.writable || !one.writes) && one.needs.every((role) => request.roles.has(role));
}

function whyInapplicable(
  requirement: Requirement,
  own: readonly Case[],
  request: SelectionRequest,
): string | undefined {
  if (!request.capabilities.includes(requirement.profile)) {
    return `the target does not declare the capability ${requirement.profile}`;
  }
  if (own.length === 0 || own.some((one) => runnable(one, request))) return undefined;
  if (own.every((one) => one.writes) && !request.writable) return 'writing was not allowed in this run';
  const missing = [...new Set(own.flatMap((one) => one.needs.filter((role) => !request.roles.has(role))))];
  return `the target has no token for: ${missing.join(', ')}`;
}

function reductionsOf(request: SelectionRequest): string[] {
  return [
    ...(request.areas.length > 0 ? [`only the areas ${request.areas.join(', ')} ran`] : []),
    ...(request.casePattern !== undefined ? [`only cases matching ${request.casePattern} ran`] : []),
  ];
}

/** `*` stands for any run of characters; everything else is literal. */
function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}

function unmatchedCase(pattern: string, all: readonly Case[]): UsageError {
  const ids = all.map((one) => one.id);
  return new UsageError(
    `no case matches "${pattern}".${didYouMean(pattern, ids)}`,
    'List the cases with: npx spend-conformance trace',
  );
}
