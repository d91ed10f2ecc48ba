/** What came of a case, written down for the report: redacted, with its evidence and whom it concerns. */

import type { Contract } from '../contract/contract.ts';
import { blameOf } from '../model/blame.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import { kindOf } from '../model/problem-kind.ts';
import { recordsOnly } from '../model/verdict.ts';
import type { Case } from './case.ts';
import { evidenceOf, type Pen, reportUnanswered, writtenProblem } from './evidence.ts';
import type { Unanswered } from './interruption.ts';
import type { CaseRecord } from './record.ts';

/** A finding, with the request that brought nothing where that is why. */
export type Stopped = Finding & { readonly unanswered?: Unanswered };

export interface Circumstances {
  /** Every exchange that the case obtained. */
  readonly used: readonly Exchange[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly contract: Contract;
  readonly pen: Pen;
}

export function recordOf(one: Case, finding: Stopped, circumstances: Circumstances): CaseRecord {
  const { used, startedAt, endedAt, contract, pen } = circumstances;
  const { area, level, provenance } = contract.requirement(one.requirement);
  const found = finding.verdict === 'fail' ? [...finding.problems, ...(finding.otherKinds ?? [])] : [];
  const { problems, moreProblems, evidence } = evidenceOf(one.id, used, found, pen);
  const listed = new Set(problems.map(kindOf));
  const all = found.slice(problems.length).map((one) => kindOf(writtenProblem(one, pen)));
  const kinds = all.some((one) => !listed.has(one)) ? [...new Set([...listed, ...all])].sort() : undefined;
  // A requirement that only records behaviour cannot be broken; what differs is told as its behaviour.
  const verdict = finding.verdict === 'fail' && recordsOnly(level) ? 'pass' : finding.verdict;
  const blame = blameOf({
    verdict,
    level,
    provenance,
    ...(finding.verdict === 'inconclusive' && {
      reason: finding.reason,
      ...(finding.blame && { known: finding.blame }),
    }),
    statuses: used.flatMap((each) => (each.role === 'company' ? each.response.status : [])),
  });
  const behaviour = 'behaviour' in finding ? finding.behaviour : undefined;
  return {
    id: one.id,
    name: one.name,
    requirement: one.requirement,
    area,
    verdict,
    ...(finding.verdict === 'inconclusive' && { reason: finding.reason }),
    ...('detail' in finding && { detail: pen.redactor.text(finding.detail) }),
    ...(behaviour !== undefined && { behaviour: pen.redactor.text(behaviour) }),
    ...(blame && { blame }),
    problems,
    ...(moreProblems > 0 && { moreProblems }),
    ...(kinds !== undefined && { kinds }),
    evidence,
    ...(finding.unanswered && { unanswered: [reportUnanswered(finding.unanswered, pen)] }),
    ms: Math.round(endedAt - startedAt),
    startedAt,
    endedAt,
  };
}
