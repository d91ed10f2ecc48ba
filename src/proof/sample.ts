/**
 * What a check judges of a revision beside the default one. A fault that both revisions see alike drifts in both, so the
 * default revision stands for it; what it cannot stand for is judged always, and of the rest a tenth, which is another
 * one whenever a new proof is published. `--all` judges everything.
 */

import { createHash } from 'node:crypto';
import type { Proof, ProvenFault } from '../model/proof.ts';

const SHARE = 10;

/** Ids of the published faults of `proof` that a check judges again. */
export function sampleOf(proof: Proof, standard: Proof | undefined): readonly string[] {
  const known = new Map(standard?.faults.map((one) => [one.id, rowOf(one)]));
  const seed = JSON.stringify(proof);
  return proof.faults
    .filter((one) => known.get(one.id) !== rowOf(one) || drawn(`${one.id} ${seed}`))
    .map((one) => one.id);
}

/** What is seen of a fault, and what it takes along; which words come first may hang on the attributes of a revision. */
function rowOf({ kills, closure, collateral }: ProvenFault): string {
  return JSON.stringify([Object.keys(kills).sort(), Object.keys(closure).sort(), collateral]);
}

function drawn(text: string): boolean {
  return createHash('sha256').update(text).digest().readUInt32BE() % SHARE === 0;
}
