/** `compare OLD NEW`: what changed between two runs, and whether any of it is a step back. */

import { type Comparison, compareReports } from '../gate/compare.ts';
import { comparisonMarkdown, comparisonText } from '../gate/compare-views.ts';
import { readReport } from '../gate/read-report.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';

const VIEWS: Readonly<Record<'text' | 'md' | 'json', (comparison: Comparison) => string>> = {
  text: comparisonText,
  md: comparisonMarkdown,
  json: (comparison) => JSON.stringify(comparison, null, 2),
};

export function compareCommand(
  before: string,
  after: string,
  flags: { readonly format: keyof typeof VIEWS },
): ExitCode {
  const comparison = compareReports(readReport(before), readReport(after));
  process.stdout.write(`${VIEWS[flags.format](comparison)}\n`);
  return comparison.regressions > 0 ? EXIT.violations : EXIT.conforms;
}
