/** From case records to judged requirements: verdict, impact and blame, for every requirement of the revision. */

import type { Contract } from '../contract/contract.ts';
import type { Blame } from '../model/blame.ts';
import { groupBy } from '../model/group.ts';
import { NOT_SELECTED, type ReportCase, type ReportRequirement } from '../model/report.ts';
import type { Requirement } from '../model/requirement.ts';
import { impactOf, type RequirementOutcome, verdictOfCases } from '../model/verdict.ts';
import type { CaseRecord } from './record.ts';
import type { Selection } from './selection.ts';

export interface Judgement {
  readonly requirements: readonly ReportRequirement[];
  readonly observations: readonly { id: string; behaviour: string; evidence: readonly string[] }[];
}

export function judgeRequirements(
  contract: Contract,
  selection: Selection,
  records: readonly CaseRecord[],
  strict: boolean,
): Judgement {
  const byRequirement = groupBy(records, (one) => one.requirement);
  const requirements = contract.requirements.map((requirement) => {
    const own = [...(byRequirement.get(requirement.id) ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
    return judgedRequirement(requirement, outcomeFor(requirement, selection, own), own, strict);
  });
  return { requirements, observations: observationsOf(records) };
}

type Decided = Omit<RequirementOutcome, 'reason'> & { readonly reason?: string };

function outcomeFor(requirement: Requirement, selection: Selection, own: readonly CaseRecord[]): Decided {
  if (requirement.excluded !== undefined) return { verdict: 'excluded', reason: requirement.excluded };
  const why = selection.inapplicable.get(requirement.id);
  if (why !== undefined) return { verdict: 'inapplicable', reason: why };
  if (!selection.selected.has(requirement.id)) return { verdict: 'untested', reason: NOT_SELECTED };
  return verdictOfCases(own);
}

function judgedRequirement(
  requirement: Requirement,
  outcome: Decided,
  own: readonly CaseRecord[],
  strict: boolean,
): ReportRequirement {
  const { level } = requirement;
  const blame = blameFor(outcome, own);
  return {
    id: requirement.id,
    area: requirement.area,
    level,
    provenance: requirement.provenance,
    source: requirement.source,
    ...(requirement.rulings.length > 0 && { ruling: requirement.rulings }),
    statement: requirement.statement,
    verdict: outcome.verdict,
    impact: impactOf(level, outcome.verdict, strict),
    ...(outcome.reason !== undefined && { reason: outcome.reason }),
    ...(blame !== undefined && { blame }),
    ...(requirement.excluded !== undefined && { excluded: requirement.excluded }),
    cases: own.map(reportCase),
  };
}

/** The blame of the case that decided; what ran not at all was left out by whoever configured or ended the run. */
function blameFor({ verdict, reason }: Decided, own: readonly CaseRecord[]): Blame | undefined {
  if (verdict === 'untested') return reason === undefined ? 'configuration' : undefined;
  if (verdict !== 'fail' && verdict !== 'inconclusive') return undefined;
  return own.find((one) => one.verdict === verdict)?.blame ?? 'tenant data';
}

function reportCase(record: CaseRecord): ReportCase {
  const { requirement: _requirement, area: _area, startedAt: _startedAt, endedAt: _endedAt, ...rest } = record;
  return rest;
}

/** One observation for each behaviour of a requirement, with the cases that showed it. */
function observationsOf(records: readonly CaseRecord[]): Judgement['observations'] {
  const seen = new Map<string, { id: string; behaviour: string; evidence: string[] }>();
  for (const record of records) {
    if (record.behaviour === undefined) continue;
    const key = JSON.stringify([record.requirement, record.behaviour]);
    const entry = seen.get(key) ?? { id: record.requirement, behaviour: record.behaviour, evidence: [] };
    entry.evidence.push(record.id);
    seen.set(key, entry);
  }
  return [...seen.values()]
    .map((one) => ({ ...one, evidence: one.evidence.sort() }))
    .sort((a, b) => (a.id + a.behaviour < b.id + b.behaviour ? -1 : 1));
}
