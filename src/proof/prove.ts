/**
 * `npm run prove`: the whole proof of the default revision, published. Further words are ids of faults: then only those
 * are judged and nothing is written.
 *
 *   --revision R   another revision; may be repeated
 *   --all          every revision
 *   --check        writes nothing; fails when what is published differs. Of revisions that are not judged whole it judges
 *                  the faults that the others do not know, and of what they publish a sample (sample.ts).
 *   --workers N    processes; one for each core without it
 */

import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { loadContract } from '../contract/load.ts';
import { REPOSITORY } from '../contract/yaml.ts';
import { oneOf, wholeNumber } from '../harness/flags.ts';
import { loadProof } from '../harness/proof-file.ts';
import type { Fault } from '../mock/fault.ts';
import { findFaults, loadFaults } from '../mock/faults/catalogue.ts';
import { ConfigurationError, explain } from '../model/errors.ts';
import { DEFAULT_REVISION, REVISIONS, type Revision } from '../model/requirement.ts';
import { totalsOf } from './document.ts';
import { faultsIn } from './matrix.ts';
import { type ProofPlan, type Proven, proveRevision } from './prove-revision.ts';
import { drifted, driftedFaults, publications, publish } from './publish.ts';
import { sampleOf } from './sample.ts';

async function main(): Promise<boolean> {
  const { values, positionals: only } = parseArgs({
    options: {
      revision: { type: 'string', multiple: true, default: [DEFAULT_REVISION] },
      all: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      workers: { type: 'string' },
    },
    allowPositionals: true,
  });
  const revisions = values.all ? REVISIONS : values.revision.map((one) => oneOf('revision', one, REVISIONS));
  const workers = values.workers === undefined ? undefined : wholeNumber('--workers', values.workers, 1, 64);
  for (const fault of await findFaults(only)) checkHolds(fault, revisions);
  const proven: Proven[] = [];
  for (const revision of revisions) proven.push(await prove({ revision, only, workers }));
  const sound = proven.every((one) => one.defects.length === 0);
  if (only.length > 0) return sound;
  const wanted = publications(proven.map((one) => one.proof));
  if (values.check) return reportDrift(drifted(wanted), await proveElsewhere(revisions, workers)) && sound;
  if (!sound) {
    console.error('Nothing is written while there is something to look at.');
    return false;
  }
  const paths = publish(wanted).map((path) => relative(REPOSITORY, path));
  console.log(paths.length === 0 ? 'Nothing changed.' : `Written: ${paths.join(', ')}`);
  return sound;
}

/** None of nothing seen would look like a proof. */
function checkHolds(fault: Fault, revisions: readonly Revision[]): void {
  if (revisions.some((one) => faultsIn(loadContract(one), [fault]).length > 0)) return;
  throw new ConfigurationError(
    `The fault "${fault.id}" does not exist in revision ${revisions.join(', ')}.`,
    'Name another --revision, or --all.',
  );
}

async function prove(plan: ProofPlan): Promise<Proven> {
  const start = performance.now();
  const proven = await proveRevision({ ...plan, onProgress });
  tell(plan.revision, proven, Math.round((performance.now() - start) / 1_000));
  return proven;
}

/** Revisions that were not judged whole: faults that no other revision judges, and a sample of what is published. */
async function proveElsewhere(judged: readonly Revision[], workers: number | undefined): Promise<readonly string[]> {
  const catalogue = await loadFaults();
  const idsIn = (revision: Revision) => faultsIn(loadContract(revision), catalogue).map((one) => one.id);
  const known = new Set(judged.flatMap(idsIn));
  const lines: string[] = [];
  for (const revision of REVISIONS.toReversed().filter((one) => !judged.includes(one))) {
    const ids = idsIn(revision);
    const published = loadProof(revision);
    const sample = new Set(published === undefined ? [] : sampleOf(published, loadProof(DEFAULT_REVISION)));
    const only = ids.filter((id) => !known.has(id) || sample.has(id));
    if (only.length === 0) continue;
    const { proof, defects } = await prove({ revision, only, workers });
    for (const id of ids) known.add(id);
    lines.push(...defects, ...driftedFaults(proof).map((id) => `schemas/proof/${revision}.json: ${id}`));
  }
  return lines;
}

function reportDrift(paths: readonly string[], elsewhere: readonly string[]): boolean {
  const lines = [...paths.map((path) => relative(REPOSITORY, path)), ...elsewhere];
  if (lines.length > 0) console.error(`Not as it was published:\n  ${lines.join('\n  ')}\nRun: npm run prove -- --all`);
  return lines.length === 0;
}

function tell(revision: Revision, { proof, defects, took }: Proven, seconds: number): void {
  const { faults, detected, collateral, closure } = totalsOf(proof);
  const { variants, pairs, populations } = proof.permitted;
  const parts = took.map(([part, own]) => `${part} ${own} s`).join(', ');
  for (const one of defects) console.log(`  ${one}`);
  console.log(
    `${revision}: ${detected} of ${faults} faults detected, ${collateral} collateral outside closures, ${closure} closure ` +
      `entries; ${variants} variants, ${pairs} pairs, ${populations} populations; ${defects.length} to look at (${seconds} s: ${parts})`,
  );
}

/** Only where somebody watches. */
function onProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} faults${done === of ? '\n' : ''}`);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 3;
}
