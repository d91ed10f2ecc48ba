/** `deviations accept`: writes the failures of a report down as known ones. Only a person can say why, and until when. */

import { writeFileSync } from 'node:fs';
import { readReport } from '../gate/read-report.ts';
import { fingerprintOfCase } from '../harness/deviations.ts';
import { isDay, withEntries } from '../harness/deviations-file.ts';
import { ConfigurationError, UsageError } from '../model/errors.ts';
import type { ConformanceReport, ReportCase } from '../model/report.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { plural } from '../reporters/format.ts';

export interface AcceptFlags {
  readonly file: string;
  readonly reason: string;
  readonly expires: string;
  readonly reference?: string;
}

export function acceptCommand(path: string, ids: readonly string[], flags: AcceptFlags): ExitCode {
  if (!isDay(flags.expires)) throw new UsageError(`--expires is "${flags.expires}"`, 'Write a day as YYYY-MM-DD.');
  if (flags.expires < new Date().toISOString().slice(0, 10)) {
    throw new UsageError(`--expires is ${flags.expires}, which is over`, 'Name the last day on which it may fail.');
  }
  const cases = chosenCases(readReport(path), ids);
  const { reason, reference, expires } = flags;
  const text = withEntries(
    flags.file,
    cases.map((one) => ({
      scope: 'case' as const,
      id: one.id,
      reason,
      ...(reference !== undefined && { reference }),
      expires,
      fingerprint: fingerprintOfCase(one),
    })),
  );
  try {
    writeFileSync(flags.file, text);
  } catch (error) {
    throw new ConfigurationError(`${flags.file} cannot be written`, 'Choose another --file.', error);
  }
  process.stdout.write(`Known until ${expires}, in ${flags.file}: ${plural(cases.length, 'failing case')}\n`);
  for (const one of cases) process.stdout.write(`  ${one.id}\n`);
  return EXIT.conforms;
}

/** The failing cases with these ids, or of these requirements; all of them where no id is given. */
function chosenCases(report: ConformanceReport, ids: readonly string[]): readonly ReportCase[] {
  const failing = report.requirements
    .filter((one) => one.impact === 'violation' || one.impact === 'warning')
    .flatMap((one) => one.cases.filter((each) => each.verdict === 'fail'));
  const of = (id: string) => failing.filter((one) => one.id === id || one.id.startsWith(`${id}/`));
  const stray = ids.find((id) => of(id).length === 0);
  if (stray !== undefined) {
    throw new UsageError(
      `"${stray}" does not fail in this report`,
      'Give ids of failing cases or requirements, or none for all.',
    );
  }
  if (failing.length === 0) throw new UsageError('nothing fails in this report', 'There is nothing to accept.');
  return ids.length === 0 ? failing : [...new Set(ids.flatMap(of))];
}
