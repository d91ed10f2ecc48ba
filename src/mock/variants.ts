/** Every permitted behaviour the mock can show instead of its own: the proof that no case fails because of one. */

import { ConfigurationError, didYouMean } from '../model/errors.ts';
import type { Variant } from './fault.ts';
import { filterVariants } from './variants/filters.ts';
import { formVariants } from './variants/forms.ts';
import { pagingVariants } from './variants/paging.ts';
import { provisioningVariants } from './variants/provisioning.ts';
import { requestVariants } from './variants/requests.ts';
import { retrievalVariants } from './variants/retrieval.ts';
import { trafficVariants } from './variants/traffic.ts';
import { userVariants } from './variants/users.ts';
import { writeVariants } from './variants/writes.ts';

/** All variants, sorted by id. */
export function listVariants(): readonly Variant[] {
  const all = [
    ...pagingVariants,
    ...filterVariants,
    ...retrievalVariants,
    ...userVariants,
    ...trafficVariants,
    ...formVariants,
    ...provisioningVariants,
    ...requestVariants,
    ...writeVariants,
  ];
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The variants of these ids. */
export function findVariants(ids: readonly string[]): readonly Variant[] {
  const known = listVariants();
  return ids.map((id) => {
    const variant = known.find((one) => one.id === id);
    if (variant !== undefined) return variant;
    throw new ConfigurationError(
      `There is no variant "${id}".${didYouMean(
        id,
        known.map((one) => one.id),
      )}`,
      'List them with: spend-conformance mock --list-variants.',
    );
  });
}
