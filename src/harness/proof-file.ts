/**
 * Reads what the fault matrix proved about a revision: schemas/proof/<revision>.json, written by `npm run prove`. A
 * report tells the power of its requirements from it; no verdict depends on it.
 */

import { existsSync, readFileSync } from 'node:fs';
import { repositoryPath } from '../contract/yaml.ts';
import { ContractError } from '../model/errors.ts';
import type { Proof } from '../model/proof.ts';
import type { Revision } from '../model/requirement.ts';

/** Where the proof of a revision lies. */
export function proofPath(revision: Revision): string {
  return repositoryPath('schemas', 'proof', `${revision}.json`);
}

/** Undefined where the matrix was never run. */
export function loadProof(revision: Revision): Proof | undefined {
  const file = proofPath(revision);
  if (!existsSync(file)) return undefined;
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isProof(found) && found.revision === revision) return found;
  throw new ContractError(`${file} is no proof of revision ${revision}.`, 'Write it anew with: npm run prove -- --all');
}

/** The file is generated, and a test compares it with what generates it: its kind and its lists are enough here. */
function isProof(value: unknown): value is Proof {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'Proof' &&
    'faults' in value &&
    Array.isArray(value.faults) &&
    'neverRed' in value &&
    Array.isArray(value.neverRed)
  );
}
