/** `trace`: what stands behind each requirement; `--check` is the gate that keeps it complete. */

import { loadContract } from '../contract/load.ts';
import { loadCases } from '../harness/suites.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { REVISIONS, type Revision } from '../model/requirement.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { type Trace, traceOf } from './trace.ts';

interface Flags {
  readonly check?: boolean;
  readonly revision?: Revision;
}

export async function traceCommand(flags: Flags): Promise<ExitCode> {
  const revisions = flags.revision === undefined ? REVISIONS : [flags.revision];
  let gaps = 0;
  for (const revision of revisions) {
    const trace = await traceRevision(revision);
    gaps += trace.gaps.length;
    process.stdout.write(flags.check ? checkText(revision, trace) : `${tableText(revision, trace)}\n`);
  }
  return gaps > 0 ? EXIT.violations : EXIT.conforms;
}

async function traceRevision(revision: Revision): Promise<Trace> {
  const contract = loadContract(revision);
  const faults = (await loadFaults()).filter((one) => one.revisions?.includes(revision) ?? true);
  const holding = new Set(contract.requirements.map((one) => one.id));
  // A fault may name a rule of another revision; a name that no revision knows throws here.
  for (const fault of faults) contract.requirement(fault.violates);
  return traceOf(
    contract.requirements,
    await loadCases(contract),
    faults.filter((one) => holding.has(one.violates)),
  );
}

function tableText(revision: Revision, trace: Trace): string {
  const lines = trace.rows.flatMap(({ requirement, cases, faults }) => [
    `${requirement.id}  ${requirement.level}${requirement.excluded === undefined ? '' : `  excluded: ${requirement.excluded}`}`,
    ...cases.map((id) => `    case   ${id}`),
    ...faults.map((id) => `    fault  ${id}`),
  ]);
  return [`revision ${revision}`, ...lines, '', checkText(revision, trace)].join('\n');
}

function checkText(revision: Revision, { rows, gaps }: Trace): string {
  const count = (of: (row: Trace['rows'][number]) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const line =
    `${revision}: ${rows.length} requirements, ${count((row) => row.cases.length)} cases, ` +
    `${count((row) => row.faults.length)} faults, ${gaps.length} gaps\n`;
  return line + gaps.map((gap) => `  ${gap}\n`).join('');
}
