/** Puts a run together as the report's value. Pure: the same records give the same report. */

import type { Contract } from '../contract/contract.ts';
import { groupBy } from '../model/group.ts';
import type { JsonObject } from '../model/json.ts';
import { type Proof, powerOf } from '../model/proof.ts';
import type {
  AreaStatistics,
  ConformanceReport,
  ConvergenceRow,
  ReportHistory,
  ReportRequirement,
} from '../model/report.ts';
import { REPORT_SCHEMA_VERSION } from '../model/report.ts';
import type { Area, Profile } from '../model/requirement.ts';
import { type EarlierPart, historyOfParts, statisticsOfParts } from '../model/statistics.ts';
import { gradeOf, outcomeOf } from '../model/verdict.ts';
import type { Waited } from './desk.ts';
import { digestOf } from './digest.ts';
import { judgeRequirements } from './judge.ts';
import type { CaseRecord } from './record.ts';
import type { Selection } from './selection.ts';
import type { Leftover } from './session.ts';
import type { Tallies } from './tallies.ts';

export interface RunFacts {
  readonly contract: Contract;
  readonly selection: Selection;
  readonly records: readonly CaseRecord[];
  readonly tallies: Tallies;
  readonly waited: Waited;
  readonly leftovers: readonly Leftover[];
  /** Redacted and bounded. */
  readonly history: readonly ReportHistory[];
  readonly convergence: readonly ConvergenceRow[];
  readonly tool: ConformanceReport['tool'];
  /** Digest of the cases and checks that judged, as code. */
  readonly suite: string;
  readonly target: { readonly name: string; readonly baseUrl: string; readonly capabilities: readonly Profile[] };
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly seed: number;
  readonly strict: boolean;
  readonly interrupted: boolean;
  /** An earlier part of the run was interrupted; what it told, where it came to tell. */
  readonly continued?: { readonly part?: EarlierPart };
  /** When this part began. */
  readonly partStartedAt: number;
  readonly sharded: boolean;
  /** Whatever departs from the target kind's defaults, in words. */
  readonly departures: readonly string[];
  /** Redacted. */
  readonly configuration: JsonObject;
  /** What the fault matrix proved about this revision; undefined where it was not run. */
  readonly proof: Proof | undefined;
}

export function assembleReport(facts: RunFacts): ConformanceReport {
  const { contract, selection, records, continued } = facts;
  const part = continued?.part;
  const { requirements, observations } = judgeRequirements(contract, selection, records, facts.strict);
  const { grade, reasons } = gradeOf({
    selection: [
      ...selection.reductions,
      ...(continued
        ? [`the run was interrupted and continued${part ? '' : '; its statistics are of the last part'}`]
        : []),
    ],
    interrupted: facts.interrupted,
    sharded: facts.sharded,
    departures: facts.departures,
  });
  const statistics = statisticsOf(facts);
  return {
    kind: 'ConformanceReport',
    schemaVersion: REPORT_SCHEMA_VERSION,
    outcome: outcomeOf(requirements.filter((one) => selection.selected.has(one.id))),
    grade,
    gradeReasons: reasons,
    tool: facts.tool,
    contract: { revision: contract.revision, digest: contract.digest, ...contract.citations },
    target: facts.target,
    run: {
      startedAt: new Date(facts.startedAt).toISOString(),
      finishedAt: new Date(facts.finishedAt).toISOString(),
      seed: facts.seed,
      ...(facts.interrupted && { interrupted: true }),
      configuration: facts.configuration,
      digests: {
        requirements: digestOf(contract.requirements.map((one) => `${one.id} ${one.level} ${one.statement}`)),
        cases: digestOf(selection.cases.map((one) => one.id).sort()),
        suite: facts.suite,
        configuration: digestOf(facts.configuration),
      },
    },
    requirements: requirements.map((one) => withPower(one, facts.proof)),
    observations,
    deviations: [],
    leftovers: facts.leftovers.map((one) => ({ ...one })),
    history: part ? historyOfParts(part.history, facts.history) : facts.history,
    statistics: part ? statisticsOfParts(part.statistics, statistics) : statistics,
  };
}

/** Of this part of the run alone. */
function statisticsOf(facts: RunFacts): ConformanceReport['statistics'] {
  const { records, tallies } = facts;
  const perOperation = Object.fromEntries(
    [...tallies.perOperation].map(([id, one]) => [id, { ...one, requestMs: Math.round(one.requestMs) }]),
  );
  return {
    requests: [...tallies.perOperation.values()].reduce((sum, one) => sum + one.requests, 0),
    cases: records.length,
    bytes: tallies.bytes,
    wallMs: facts.finishedAt - facts.partStartedAt,
    perArea: areaStatistics(records, tallies),
    perOperation,
    waited: facts.waited,
    perRequirement: Object.fromEntries([...tallies.perRequirement].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(facts.convergence.length > 0 && { convergence: facts.convergence }),
  };
}

function withPower(requirement: ReportRequirement, proof: Proof | undefined): ReportRequirement {
  const power = proof && powerOf(proof, requirement.id, requirement.cases);
  return power === undefined ? requirement : { ...requirement, power };
}

function areaStatistics(records: readonly CaseRecord[], tallies: Tallies): Partial<Record<Area, AreaStatistics>> {
  const entries = [...groupBy(records, (one) => one.area)].map(([area, own]) => {
    const sent = tallies.perArea.get(area);
    const statistics: AreaStatistics = {
      requests: sent?.requests ?? 0,
      cases: own.length,
      wallMs: Math.round(sent?.wallMs ?? 0),
      requestMs: Math.round(sent?.requestMs ?? 0),
    };
    return [area, statistics];
  });
  return Object.fromEntries(entries) as Partial<Record<Area, AreaStatistics>>;
}
