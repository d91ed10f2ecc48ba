/** `compare OLD NEW`: what changed between two runs, and whether any of it is a step back. */

import { type CompareOptions, type Comparison, compareReports } from '../gate/compare.ts';
import { comparisonMarkdown, comparisonText } from '../gate/compare-views.ts';
import { readReport } from '../gate/read-report.ts';
import { UsageError } from '../model/errors.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';

const VIEWS: Readonly<Record<'text' | 'md' | 'json', (comparison: Comparison) => string>> = {
  text: comparisonText,
  md: comparisonMarkdown,
  json: (comparison) => JSON.stringify(comparison, null, 2),
};

/** The factor from which on slower convergence closes the gate. */
export function slowerOption(text: string | undefined): CompareOptions {
  if (text === undefined) return {};
  const slower = Number(text);
  if (Number.isFinite(slower) && slower > 1 && text.trim() !== '') return { slower };
  throw new UsageError(`--slower is "${text}"`, 'Give a factor above 1, such as 2.');
}

export function compareCommand(
  before: string,
  after: string,
  flags: { readonly format: keyof typeof VIEWS; readonly slower?: string },
): ExitCode {
  const comparison = compareReports(readReport(before), readReport(after), slowerOption(flags.slower));
  process.stdout.write(`${VIEWS[flags.format](comparison)}\n`);
  return comparison.regressions > 0 ? EXIT.violations : EXIT.conforms;
}
