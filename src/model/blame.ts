/** Who has to act on a red or an open verdict: one word, out of what is known of the verdict and its evidence. */

import type { Reason } from './finding.ts';
import type { Level, Provenance } from './requirement.ts';
import type { CaseVerdict } from './verdict.ts';

export const BLAMES = [
  'target',
  'credentials',
  'configuration',
  'network',
  'throttling',
  'tenant data',
  'ambiguity of the documents',
  'harness',
] as const;
export type Blame = (typeof BLAMES)[number];

export interface BlameFacts {
  readonly verdict: CaseVerdict;
  readonly reason?: Reason;
  readonly level: Level;
  readonly provenance: Provenance;
  /** What whoever gave up knows better than the reason says. */
  readonly known?: Blame;
  /** Statuses that the requests with the company token came back with. */
  readonly statuses: readonly number[];
}

/** undefined for what is neither red nor open. */
export function blameOf(facts: BlameFacts): Blame | undefined {
  if (facts.verdict === 'pass') return undefined;
  if (facts.verdict === 'not-exercised') return 'tenant data';
  if (facts.verdict === 'fail') return blameOfFailure(facts);
  return facts.known ?? blameOfReason(facts.reason, facts.statuses);
}

/** A preference that no document states, only our ruling over what they leave open, is the documents' to settle. */
function blameOfFailure({ level, provenance }: BlameFacts): Blame {
  return level !== 'MUST' && provenance === 'ruling' ? 'ambiguity of the documents' : 'target';
}

function blameOfReason(reason: Reason | undefined, statuses: readonly number[]): Blame {
  switch (reason) {
    case 'throttled':
      return 'throttling';
    case 'unreachable':
      return 'network';
    case 'budget':
    case 'interrupted':
      return 'configuration';
    case 'population-moved':
      return 'tenant data';
    case 'precondition':
      return blameOfStatuses(statuses);
    case 'not-converged':
      return 'target';
    case 'harness':
    case undefined:
      return 'harness';
    default:
      return reason satisfies never;
  }
}

/** What a case stood on was missing; the answers say why. */
function blameOfStatuses(statuses: readonly number[]): Blame {
  if (statuses.some((status) => status === 401 || status === 403)) return 'credentials';
  return statuses.includes(429) ? 'throttling' : 'target';
}
