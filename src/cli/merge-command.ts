/** `merge DIR...`: the reports of all shards become the report of one run, with the same views and the same exit code. */

import { join, relative, resolve } from 'node:path';
import { mergeReports } from '../gate/merge.ts';
import { readReport } from '../gate/read-report.ts';
import { gateOf } from '../model/deviation.ts';
import type { ExitCode } from '../model/verdict.ts';
import { renderTerminalSummary } from '../reporters/terminal.ts';
import { writeArtefacts } from './artefacts.ts';
import { wantsColour } from './colour.ts';

export async function mergeCommand(folders: readonly string[], flags: { readonly out: string }): Promise<ExitCode> {
  const report = mergeReports(folders.map(readReport));
  const out = resolve(flags.out);
  await writeArtefacts(report, out);
  const reportPath = relative('', join(out, 'report.html'));
  process.stdout.write(`${renderTerminalSummary(report, { reportPath, colour: wantsColour() })}\n`);
  return gateOf(report).exit;
}
