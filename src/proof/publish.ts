/**
 * Where a proof is published: schemas/proof, docs/proof.md and one line of the README. All three are text that follows
 * from the proofs alone, so that drift can be seen without judging anything again.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadContract } from '../contract/load.ts';
import { repositoryPath } from '../contract/yaml.ts';
import { loadProof, proofPath } from '../harness/proof-file.ts';
import { ContractError } from '../model/errors.ts';
import type { Proof } from '../model/proof.ts';
import { DEFAULT_REVISION, REVISIONS } from '../model/requirement.ts';
import { proofDocument, proofLine } from './document.ts';

/** Path to text: everything that these proofs, and for other revisions those on disk, publish. */
export function publications(fresh: readonly Proof[]): ReadonlyMap<string, string> {
  const proofs = REVISIONS.flatMap(
    (revision) => fresh.find((one) => one.revision === revision) ?? loadProof(revision) ?? [],
  );
  const files = new Map(proofs.map((one) => [proofPath(one.revision), proofText(one)]));
  const main = proofs.find((one) => one.revision === DEFAULT_REVISION);
  if (main === undefined) return files;
  const readme = repositoryPath('README.md');
  return files
    .set(repositoryPath('docs', 'proof.md'), proofDocument(loadContract(DEFAULT_REVISION), proofs))
    .set(readme, withLine(readFileSync(readme, 'utf8'), proofLine(main)));
}

/** Of these texts, the paths of those that lie otherwise on disk. */
export function drifted(wanted: ReadonlyMap<string, string>): readonly string[] {
  return [...wanted].flatMap(([path, text]) => (existsSync(path) && readFileSync(path, 'utf8') === text ? [] : [path]));
}

/** Ids of faults whose published row is another one, or missing. A revision without a published proof has none to drift. */
export function driftedFaults({ revision, faults }: Proof): readonly string[] {
  const proof = loadProof(revision);
  if (proof === undefined) return [];
  const published = new Map(proof.faults.map((one) => [one.id, JSON.stringify(one)]));
  return faults.filter((one) => published.get(one.id) !== JSON.stringify(one)).map((one) => one.id);
}

export function publish(wanted: ReadonlyMap<string, string>): readonly string[] {
  const changed = drifted(wanted);
  for (const path of changed) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted.get(path) ?? '');
  }
  return changed;
}

/** A fault on one line: a small file, and a change that reads well in a diff. */
export function proofText({ faults, ...rest }: Proof): string {
  const lines = faults.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  const opened = JSON.stringify(rest, null, 2).replace(/\n}$/, '');
  return `${opened},\n  "faults": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

const LINE = /^Detection power: .*$/m;

function withLine(text: string, line: string): string {
  if (LINE.test(text)) return text.replace(LINE, () => line);
  throw new ContractError('README.md has no line about the proof.', 'Add one that begins with: Detection power:');
}
