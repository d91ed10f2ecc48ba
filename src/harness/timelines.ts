/** Judges a timeline case over the histories of a run; its evidence is what its witnesses point to. */

import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { History } from '../model/history.ts';
import type { TimelineCase } from './case.ts';

export function judgedOver(
  one: TimelineCase,
  histories: readonly History[],
): { readonly finding: Finding; readonly evidence: readonly Exchange[] } {
  const finding = one.inspect(histories);
  const problems = finding.verdict === 'fail' ? finding.problems : [];
  const events = problems.flatMap(({ witness = [] }) => witness);
  return { finding, evidence: events.flatMap(({ exchange }) => exchange ?? []) };
}
