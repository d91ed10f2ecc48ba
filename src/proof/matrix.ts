/**
 * The fault matrix, judged: every fault must turn the requirement it names red through a case that says so, and must
 * leave every other verdict alone but for the few in its closure. Pure: it knows outcomes of runs, not how they came.
 */

import type { Contract } from '../contract/contract.ts';
import type { Fault } from '../mock/fault.ts';
import type { ProvenFault } from '../model/proof.ts';
import type { RedCase, RunOutcome } from './outcome.ts';

export interface FaultRun {
  readonly fault: Fault;
  readonly outcome: RunOutcome;
}

export interface Matrix {
  readonly faults: readonly ProvenFault[];
  /** Groups of faults that no set of cases tells apart. */
  readonly alike: readonly (readonly string[])[];
  /** What is wrong, one sentence each; empty when the matrix holds. */
  readonly defects: readonly string[];
}

/** The faults that can be judged in a revision: both the fault and the rule it breaks belong there. */
export function faultsIn(contract: Contract, faults: readonly Fault[]): readonly Fault[] {
  const holding = new Set(contract.requirements.map((one) => one.id));
  return faults.filter((one) => (one.revisions?.includes(contract.revision) ?? true) && holding.has(one.violates));
}

export function judgeMatrix(contract: Contract, clean: RunOutcome, runs: readonly FaultRun[]): Matrix {
  const signatures = new Map<string, string[]>();
  for (const { fault, outcome } of runs) {
    const signature = JSON.stringify(outcome.red.map((one) => [one.id, one.messages]));
    signatures.set(signature, [...(signatures.get(signature) ?? []), fault.id]);
  }
  return {
    faults: runs.map((one) => provenFault(clean, one)),
    alike: [...signatures.values()].filter((one) => one.length > 1),
    defects: runs.flatMap((one) => defectsOf(contract, clean, one).map((defect) => `${one.fault.id}: ${defect}`)),
  };
}

/** A clean mock: everything judged, everything green, and no two passes differ in a single word. */
export function cleanDefects(passes: readonly RunOutcome[]): readonly string[] {
  const [first] = passes;
  if (first === undefined) return ['the clean mock was not judged'];
  const green = new Set(['pass', 'excluded', 'inapplicable']);
  const changed = passes.filter((one) => one.digest !== first.digest).length;
  return [
    ...passes.flatMap((one) =>
      Object.entries(one.verdicts)
        .filter(([, verdict]) => !green.has(verdict))
        .map(([id, verdict]) => `the clean mock: ${id} is ${verdict}${because(one, id)}`),
    ),
    ...(changed > 0 ? [`the clean mock: ${changed} of ${passes.length} passes differ from the first`] : []),
  ];
}

function provenFault(clean: RunOutcome, { fault, outcome }: FaultRun): ProvenFault {
  const kills: Record<string, string[]> = {};
  for (const { id, requirement } of outcome.red) {
    kills[requirement] = [...(kills[requirement] ?? []), id.slice(requirement.length + 1)];
  }
  const closure = (fault.closure ?? []).flatMap(({ requirement, why }) => {
    const verdict = outcome.verdicts[requirement];
    return verdict === undefined ? [] : [[requirement, { verdict, why }] as const];
  });
  return {
    id: fault.id,
    violates: fault.violates,
    seenAs: statedBy(fault, outcome)[0] ?? '',
    kills,
    closure: Object.fromEntries(closure),
    collateral: changedBeside(clean, fault, outcome).filter((id) => !closure.some(([declared]) => declared === id)),
  };
}

/** Requirements other than the named one whose verdict is not that of the clean mock. */
function changedBeside(clean: RunOutcome, fault: Fault, { verdicts }: RunOutcome): readonly string[] {
  return Object.keys(clean.verdicts).filter((id) => id !== fault.violates && clean.verdicts[id] !== verdicts[id]);
}

/** What the failing cases of the named requirement say, those first that say what the fault expects. */
function statedBy(fault: Fault, { red }: RunOutcome): readonly string[] {
  const all = red.filter((one) => one.requirement === fault.violates).flatMap((one) => one.messages);
  const { seenAs } = fault;
  return seenAs === undefined ? all : all.filter((one) => seenAs.test(one));
}

function defectsOf(contract: Contract, clean: RunOutcome, run: FaultRun): readonly string[] {
  const { fault, outcome } = run;
  const changed = changedBeside(clean, fault, outcome);
  const declared = new Set(fault.closure?.map((one) => one.requirement));
  const applied = (outcome.applied[fault.id] ?? 0) > 0;
  return [
    ...(applied ? detectionDefects(run) : ['it was never applied: no hook of it changed anything in the whole run']),
    ...changed
      .filter((id) => !declared.has(id))
      .map((id) => `${id} is ${outcome.verdicts[id]} too${because(outcome, id)}`),
    ...closureDefects(contract, fault, new Set(changed)),
    ...outcome.crashed.map((one) => `a case broke down, which is never a finding: ${one}`),
  ];
}

/** Only a failed case of the named requirement counts, and only with words: what could not be judged saw nothing. */
function detectionDefects({ fault, outcome }: FaultRun): readonly string[] {
  const verdict = outcome.verdicts[fault.violates];
  const own = outcome.red.filter((one) => one.requirement === fault.violates);
  if (verdict !== 'fail' || own.length === 0) {
    return [`nobody sees it: ${fault.violates} is ${verdict}${because(outcome, fault.violates)}`];
  }
  return [
    ...own.filter((one) => !one.messages.every(isSentence)).map(wordless),
    ...(statedBy(fault, outcome).length > 0
      ? []
      : [`${fault.violates} fails for another reason than ${fault.seenAs}: ${own[0]?.messages[0] ?? ''}`]),
  ];
}

function wordless({ id, messages }: RedCase): string {
  return `${id} fails without saying why in a sentence: ${JSON.stringify(messages.find((one) => !isSentence(one)) ?? '')}`;
}

function closureDefects(contract: Contract, fault: Fault, changed: ReadonlySet<string>): readonly string[] {
  const entries = fault.closure ?? [];
  const ids = entries.map((one) => one.requirement);
  const known = new Set(contract.requirements.map((one) => one.id));
  return entries.flatMap(({ requirement, why }, position) => {
    // An id that no revision knows throws here, with what was probably meant.
    contract.requirement(requirement);
    return [
      ...(requirement === fault.violates ? [`its closure names ${requirement}, which it breaks anyway`] : []),
      ...(ids.indexOf(requirement) < position ? [`its closure names ${requirement} twice`] : []),
      ...(isSentence(why) ? [] : [`its closure does not say in a sentence why ${requirement} changes`]),
      ...(requirement !== fault.violates && known.has(requirement) && !changed.has(requirement)
        ? [`its closure names ${requirement}, which keeps its verdict; remove the entry`]
        : []),
    ];
  });
}

/** Starts like one, ends like one, and is more than a word or two; wire names may begin it. */
function isSentence(text: string): boolean {
  return /^["\p{L}\d/].*[.?]$/su.test(text) && text.split(/\s+/).length >= 3;
}

function because(outcome: RunOutcome, id: string): string {
  const said = outcome.open[id] ?? outcome.red.find((one) => one.requirement === id)?.messages[0];
  return said === undefined || said === '' ? '' : ` (${said})`;
}
