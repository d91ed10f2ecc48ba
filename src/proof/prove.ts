/**
 * `npm run prove`: the whole proof of the default revision, published. Further words are ids of faults: then only those
 * are judged and nothing is written.
 *
 *   --revision R   another revision; may be repeated
 *   --all          every revision
 *   --check        writes nothing; fails when what is published differs
 *   --workers N    processes; one for each core without it
 */

import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../contract/yaml.ts';
import { oneOf } from '../harness/flags.ts';
import { findFaults } from '../mock/faults/catalogue.ts';
import { explain } from '../model/errors.ts';
import { DEFAULT_REVISION, REVISIONS, type Revision } from '../model/requirement.ts';
import { totalsOf } from './document.ts';
import { type Proven, proveRevision } from './prove-revision.ts';
import { drifted, publications, publish } from './publish.ts';

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
  await findFaults(only);
  const revisions = values.all ? REVISIONS : values.revision.map((one) => oneOf('revision', one, REVISIONS));
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  const proven: Proven[] = [];
  for (const revision of revisions) {
    const one = await proveRevision({ revision, only, workers, onProgress });
    tell(revision, one);
    proven.push(one);
  }
  const sound = proven.every((one) => one.defects.length === 0);
  if (only.length > 0) return sound;
  const wanted = publications(proven.map((one) => one.proof));
  const paths = (values.check ? drifted(wanted) : publish(wanted)).map((path) => relative(REPOSITORY, path));
  if (!values.check) {
    console.log(paths.length === 0 ? 'Nothing changed.' : `Written: ${paths.join(', ')}`);
    return sound;
  }
  if (paths.length > 0) console.error(`Not what was published: ${paths.join(', ')}\nRun: npm run prove -- --all`);
  return sound && paths.length === 0;
}

function tell(revision: Revision, { proof, defects }: Proven): void {
  const { faults, detected, collateral, closure } = totalsOf(proof);
  const { variants, pairs, populations } = proof.permitted;
  for (const one of defects) console.log(`  ${one}`);
  console.log(
    `${revision}: ${detected} of ${faults} faults detected, ${collateral} collateral outside closures, ${closure} closure ` +
      `entries; ${variants} variants, ${pairs} pairs, ${populations} populations; ${defects.length} to look at`,
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
