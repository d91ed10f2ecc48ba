/**
 * Faults and variants by the ids somebody gave, for one revision. What that revision does not know is refused: the mock
 * would be an honest one, and who asked for a bug would take it for unseen.
 */

import { loadContract } from '../contract/load.ts';
import { ConfigurationError } from '../model/errors.ts';
import { REVISIONS, type Revision } from '../model/requirement.ts';
import type { Fault, Variant } from './fault.ts';
import { findFaults } from './faults/catalogue.ts';
import { CONFLICTS } from './variants/conflicts.ts';
import { findVariants } from './variants.ts';

type Named = Pick<Fault, 'id' | 'revisions'> & { readonly violates?: string };

/** The faults of these ids, each once. */
export async function faultsNamed(ids: readonly string[], revision: Revision): Promise<readonly Fault[]> {
  return known('fault', await findFaults([...new Set(ids)]), revision);
}

/** The variants of these ids, each once; no server shows two that exclude each other. */
export function variantsNamed(ids: readonly string[], revision: Revision): readonly Variant[] {
  for (const { variants, why } of CONFLICTS) {
    const [one, other] = variants.filter((id) => ids.includes(id));
    if (one === undefined || other === undefined) continue;
    throw new ConfigurationError(
      `The variants "${one}" and "${other}" exclude each other: ${why}.`,
      'Name one of them.',
    );
  }
  return known('variant', findVariants([...new Set(ids)]), revision);
}

function known<One extends Named>(kind: string, all: readonly One[], revision: Revision): readonly One[] {
  const strange = all.find((one) => !isKnown(one, revision));
  if (strange === undefined) return all;
  const others = REVISIONS.filter((one) => isKnown(strange, one)).map((one) => `--revision ${one}`);
  throw new ConfigurationError(
    `The ${kind} "${strange.id}" changes nothing that revision ${revision} speaks about.`,
    `Use it with ${others.join(' or ')}.`,
  );
}

function isKnown({ revisions, violates }: Named, revision: Revision): boolean {
  const rules = loadContract(revision).requirements;
  return (
    (revisions?.includes(revision) ?? true) && (violates === undefined || rules.some((one) => one.id === violates))
  );
}
