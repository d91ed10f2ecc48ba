/** Requirement x case x fault, and what is missing in it. Pure: the command prints it and `--check` fails on gaps. */

import type { Case } from '../harness/case.ts';
import { groupBy } from '../model/group.ts';
import type { Requirement } from '../model/requirement.ts';
import { recordsOnly } from '../model/verdict.ts';

export interface FaultRow {
  readonly id: string;
  readonly violates: string;
}

export interface TraceRow {
  readonly requirement: Requirement;
  readonly cases: readonly string[];
  readonly faults: readonly string[];
}

export interface Trace {
  readonly rows: readonly TraceRow[];
  /** Defects of the register: each line says what is wrong and what to add. */
  readonly gaps: readonly string[];
}

export function traceOf(
  requirements: readonly Requirement[],
  cases: readonly Case[],
  faults: readonly FaultRow[],
): Trace {
  const casesBy = groupBy(cases, (one) => one.requirement);
  const faultsBy = groupBy(faults, (one) => one.violates);
  const known = new Set(requirements.map((one) => one.id));
  const rows = requirements.map((requirement) => ({
    requirement,
    cases: (casesBy.get(requirement.id) ?? []).map((one) => one.id).sort(),
    faults: (faultsBy.get(requirement.id) ?? []).map((one) => one.id).sort(),
  }));
  const gaps = [
    ...rows.flatMap(gapsOf),
    ...faults
      .filter((one) => !known.has(one.violates))
      .map((one) => `fault ${one.id} names ${one.violates}, which is no requirement here`),
    ...duplicates(cases.map((one) => one.id)).map((id) => `two cases have the id ${id}; give one of them another name`),
    ...duplicates(faults.map((one) => one.id)).map((id) => `two faults have the id ${id}`),
  ];
  return { rows, gaps };
}

function gapsOf({ requirement, cases, faults }: TraceRow): string[] {
  const { id, area, level } = requirement;
  if (requirement.excluded !== undefined) {
    return cases.length === 0 ? [] : [`${id} is excluded and yet has the case ${cases[0]}; remove one of the two`];
  }
  return [
    ...(cases.length === 0 ? [`${id} (${level}) has no case: add one to suites/${area}.cases.ts`] : []),
    ...(faults.length === 0 && !recordsOnly(level)
      ? [`${id} (${level}) has no fault: add one with violates: '${id}' to a file under src/mock/faults`]
      : []),
  ];
}

function duplicates(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))];
}
