/** `history DIR --add RUN`: keeps a run beside the earlier ones and says whether it was a step back. */

import { join } from 'node:path';
import { comparisonText } from '../gate/compare-views.ts';
import { addToHistory, writePage } from '../gate/history.ts';
import { readReport } from '../gate/read-report.ts';
import { wholeNumber } from '../harness/flags.ts';
import { makeFolder } from '../harness/folder.ts';
import { ConfigurationError } from '../model/errors.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { plural } from '../reporters/format.ts';
import { slowerOption } from './compare-command.ts';

export function historyCommand(
  folder: string,
  flags: { readonly add?: string; readonly keep: string; readonly slower?: string },
): ExitCode {
  const page = join(folder, 'index.html');
  if (flags.add === undefined) {
    process.stdout.write(`${plural(writePage(folder).length, 'run')}: ${page}\n`);
    return EXIT.conforms;
  }
  make(folder);
  const keep = wholeNumber('--keep', flags.keep, 1, 10_000);
  const { rows, comparison } = addToHistory(folder, readReport(flags.add), keep, slowerOption(flags.slower));
  process.stdout.write(`${comparison === undefined ? 'The first run here.' : comparisonText(comparison)}\n`);
  process.stdout.write(`${plural(rows.length, 'run')}: ${page}\n`);
  return (comparison?.regressions ?? 0) > 0 ? EXIT.violations : EXIT.conforms;
}

function make(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new ConfigurationError(`${folder} cannot be written`, 'Choose another folder.', error);
  }
}
