/**
 * Schema problems as a check. The contract has judged each exchange already and gave every problem to one requirement;
 * this file only picks those of the requirement at hand, so that no other case fails because of them.
 */

import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';

/** Problems of one exchange; undefined where the rule had nothing to look at. */
export type Inspect = (exchange: Exchange, contract: Contract) => readonly Problem[] | undefined;

/** The schema problems that one requirement owns. */
export function ownedProblems(requirement: string): Inspect {
  return (exchange, contract) => {
    const { problems, touched } = contract.judgeSchema(exchange);
    const owned = problems.filter((problem) => problem.requirement === requirement);
    if (owned.length === 0) return touched.has(requirement) ? [] : undefined;
    return owned.map(({ requirement: _, ...problem }) => problem);
  };
}

/** The row of a standing case over a requirement that the schemas judge; hand it to `defineStanding`. */
export function schemaCase<Provoke>(
  requirement: string,
  provoke: Provoke,
): { readonly requirement: string; readonly provoke: Provoke; readonly inspect: Inspect } {
  return { requirement, provoke, inspect: ownedProblems(requirement) };
}
