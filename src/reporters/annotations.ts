/** What failed, as workflow commands of GitHub Actions: each becomes an annotation on the run. Derived from the report alone. */

import { isExcused } from '../model/deviation.ts';
import type { ConformanceReport } from '../model/report.ts';
import { blockersOf, firstProblem, openReason } from './facts.ts';
import { oneLine } from './format.ts';

/** GitHub shows ten of a kind for a step and drops the rest. */
const MOST = 10;

export function renderAnnotations(report: ConformanceReport): string {
  const { violations: all, open } = blockersOf(report);
  // What a deviation excuses is told on the first screen; an annotation asks somebody to act.
  const violations = all.filter((one) => !isExcused(one, report.deviations));
  const warnings = report.requirements.filter((one) => one.impact === 'warning');
  const lines = [
    ...violations.slice(0, MOST).map((one) => command('error', one.id, `${one.statement} ${firstProblem(one)}`)),
    ...warnings.slice(0, MOST).map((one) => command('warning', one.id, firstProblem(one))),
    ...open.slice(0, MOST).map((one) => command('notice', `${one.id} could not be judged`, openReason(one))),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Percent, line breaks and, in properties, colon and comma mean something to the runner. */
function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  const data = oneLine(message).replaceAll('%', '%25');
  const property = oneLine(title).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${property}::${data}`;
}
