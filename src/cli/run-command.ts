/** `run`: judges a target and says how it came out. The exit code is computed from the report alone. */

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readReport } from '../gate/read-report.ts';
import { flagsFromEnvironment, type RunFlags } from '../harness/flags.ts';
import { Interruption } from '../harness/interruption.ts';
import { type EarlierRun, readJournal } from '../harness/journal.ts';
import { type RunSettings, resolveSettings } from '../harness/settings.ts';
import { gateOf } from '../model/deviation.ts';
import { UsageError } from '../model/errors.ts';
import type { ConformanceReport } from '../model/report.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';
import { renderAnnotations } from '../reporters/annotations.ts';
import { renderOneLine, renderTerminalSummary } from '../reporters/terminal.ts';
import { writeArtefacts } from './artefacts.ts';
import { wantsColour } from './colour.ts';
import { type Host, JOURNAL, openHost } from './host.ts';
import { startPlaywright } from './playwright-child.ts';
import { createProgress, type Progress, processStreams, progressKind } from './progress.ts';
import { listenForSignals, type Signals } from './signals.ts';

/** A part of a run as short as this is only in the journal. */
const CHECKPOINT_MS = 10_000;

export async function runCommand(given: RunFlags): Promise<ExitCode> {
  const { flags, earlier } = continued(given);
  const resolved = resolveSettings(flags, process.env);
  const settings: RunSettings = { ...resolved, out: resolve(resolved.out) };
  const signals = listenForSignals();
  const progress = createProgress(progressKind(flags), processStreams());
  try {
    const host = await openHost(settings, {
      halt: signals.halt,
      onCase: progress.judged,
      onPrepared: (run) => signals.onInterrupt(() => run.engine.interrupt()),
      flags,
      ...(earlier && { earlier }),
    }).catch((error: unknown) => {
      if (earlier === undefined) noteEarlierReport(settings.out);
      throw error;
    });
    try {
      // Results of an earlier run in the same folder would be shown as this run's.
      await rm(join(settings.out, 'allure-results'), { recursive: true, force: true });
      return await judge(host, settings, flags, signals, progress);
    } finally {
      progress.stop();
      await host.close();
    }
  } catch (error) {
    if (!(error instanceof Interruption) || error.reason !== 'interrupted') throw error;
    process.stderr.write(`${error.message}: nothing was judged, and no report was written\n`);
    return EXIT.inconclusive;
  } finally {
    signals.stop();
  }
}

/** A run that never began leaves the folder as it is; nobody shall take what lies there for its report. */
function noteEarlierReport(out: string): void {
  const path = join(out, 'report.json');
  if (existsSync(path)) process.stderr.write(`note: ${relative('', path)} is of an earlier run; this one wrote none\n`);
}

/** A run that is continued has the flags it was started with, beside those given now, and its own folder. */
function continued(given: RunFlags): { readonly flags: RunFlags; readonly earlier?: EarlierRun } {
  const { resume, ...flags } = { ...flagsFromEnvironment(process.env), ...given };
  if (resume === undefined) return { flags };
  const earlier = readJournal(join(resume, JOURNAL));
  const part = lastReport(resume, earlier);
  return {
    flags: { ...earlier.head.flags, ...flags, out: given.out ?? resume },
    earlier: { ...earlier, ...(part && { part }) },
  };
}

/** What the run told of itself until it ended; undefined where it was killed before it could. */
function lastReport(folder: string, { head }: EarlierRun): ConformanceReport | undefined {
  let report: ConformanceReport;
  try {
    report = readReport(folder);
  } catch {
    return undefined;
  }
  if (report.run.startedAt !== new Date(head.startedAt).toISOString()) return undefined;
  if (report.run.interrupted === true) return report;
  // It would only lose its grade.
  throw new UsageError(
    `there is nothing to continue: the run in ${folder} came to its end`,
    'Start a new one, without --resume.',
  );
}

/** Writes what is known so far, again and again: a run that is killed leaves a report of its first part. */
function keepReport(host: Host, out: string): { stop(): Promise<void> } {
  const write = async (): Promise<void> => {
    host.noteLeftovers();
    await writeArtefacts(host.run.report({ interrupted: true }), out).catch(() => undefined);
  };
  let writing = write();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, CHECKPOINT_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return writing;
    },
  };
}

async function judge(
  host: Host,
  settings: RunSettings,
  flags: RunFlags,
  signals: Signals,
  progress: Progress,
): Promise<ExitCode> {
  const { run } = host;
  progress.begin(run, settings.strict);
  const playwright = startPlaywright(settings, flags, host);
  signals.onInterrupt(() => {
    run.engine.interrupt();
    playwright.interrupt();
  });
  signals.onSecond(() => playwright.kill());
  // A shard's cases are chosen by Playwright, which tells the engine when it knows them.
  const judged =
    settings.shard === undefined ? run.begin(new Set(run.selection.cases.map((one) => one.id))) : undefined;
  const kept = keepReport(host, settings.out);
  // Playwright only shows what is judged: when it breaks, the report is written all the same, and then it is told.
  const shown = playwright.finished.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  try {
    await judged;
  } catch (error) {
    playwright.kill();
    throw error;
  } finally {
    await kept.stop();
  }
  const broken = await shown;
  const interrupted = signals.interrupted();
  await run.restore(interrupted);
  // Whoever is back needs nothing of a run that goes on with this one.
  host.noteLeftovers();
  const report = run.report({ interrupted });
  await writeArtefacts(report, settings.out);
  progress.stop();
  const exit = harnessFailed(report) ? EXIT.unusable : gateOf(report).exit;
  const path = relative('', join(settings.out, 'report.html'));
  progress.end(report, exit, path);
  if (process.env.GITHUB_ACTIONS === 'true' && !flags.json) process.stdout.write(renderAnnotations(report));
  if (!flags.json) say(report, [...settings.notes, ...run.warnings], path, flags.quiet === true);
  if (broken) throw broken.error;
  return exit;
}

/** One screen, or one line for somebody who asked for quiet. */
function say(report: ConformanceReport, notes: readonly string[], path: string, quiet: boolean): void {
  if (quiet) {
    process.stdout.write(`${renderOneLine(report, path)}\n`);
    return;
  }
  for (const note of notes) process.stdout.write(`note: ${note}\n`);
  process.stdout.write(`${renderTerminalSummary(report, { reportPath: path, colour: wantsColour() })}\n`);
}

/** A case that crashed says nothing about the target; the run cannot vouch for itself then. */
function harnessFailed(report: ConformanceReport): boolean {
  return report.requirements.some((one) => one.cases.some((each) => each.reason === 'harness'));
}
