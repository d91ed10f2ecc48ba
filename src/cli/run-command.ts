/** `run`: judges a target and says how it came out. The exit code is computed from the report alone. */

import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { RunFlags } from '../harness/flags.ts';
import { type RunSettings, resolveSettings } from '../harness/settings.ts';
import type { ConformanceReport } from '../model/report.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../model/verdict.ts';
import { renderTerminalSummary } from '../reporters/summary.ts';
import { writeArtefacts } from './artefacts.ts';
import { type Host, openHost } from './host.ts';
import { type PlaywrightChild, startPlaywright } from './playwright-child.ts';

export async function runCommand(flags: RunFlags): Promise<ExitCode> {
  const resolved = resolveSettings(flags, process.env);
  const settings: RunSettings = { ...resolved, out: resolve(resolved.out) };
  const host = await openHost(settings);
  try {
    // Results of an earlier run in the same folder would be shown as this run's.
    await rm(join(settings.out, 'allure-results'), { recursive: true, force: true });
    return await judge(host, settings, flags);
  } finally {
    await host.close();
  }
}

async function judge(host: Host, settings: RunSettings, flags: RunFlags): Promise<ExitCode> {
  const { engine } = host.run;
  // A shard's cases are chosen by Playwright, which tells the engine when it knows them.
  const judged = settings.shard === undefined ? engine.runAll() : undefined;
  const playwright = startPlaywright(settings, flags, host);
  const signals = listenForSignals(() => engine.interrupt(), playwright);
  try {
    await judged;
    await playwright.finished;
  } finally {
    signals.stop();
  }
  const interrupted = signals.interrupted();
  const report = host.run.report({ interrupted });
  await writeArtefacts(report, settings.out);
  for (const note of settings.notes) process.stdout.write(`note: ${note}\n`);
  process.stdout.write(
    `${renderTerminalSummary(report, { reportPath: relative('', join(settings.out, 'report.html')), colour: wantsColour() })}\n`,
  );
  return harnessFailed(report) ? EXIT.unusable : exitCodeOf(report.outcome, interrupted);
}

function listenForSignals(stopSending: () => void, playwright: PlaywrightChild) {
  let count = 0;
  const onSignal = () => {
    count += 1;
    if (count > 1) process.exit(EXIT.inconclusive);
    process.stderr.write('interrupted: what was judged is being written; once more to stop at once\n');
    stopSending();
    playwright.interrupt();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    interrupted: () => count > 0,
    stop: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** A case that crashed says nothing about the target; the run cannot vouch for itself then. */
function harnessFailed(report: ConformanceReport): boolean {
  return report.requirements.some((one) => one.cases.some((each) => each.reason === 'harness'));
}

function wantsColour(): boolean {
  return process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
}
