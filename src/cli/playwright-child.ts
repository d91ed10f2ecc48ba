/** Starts Playwright as the run's shop window: it shows the engine's verdicts and writes Allure's results. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryPath } from '../contract/yaml.ts';
import { flagsToEnvironment, type RunFlags } from '../harness/flags.ts';
import { withoutSecrets } from '../harness/grants.ts';
import type { RunSettings } from '../harness/settings.ts';
import { HarnessFault } from '../model/errors.ts';
import { LINK_VARIABLE, QUIET_RED_VARIABLE, SELECTION_VARIABLE } from '../model/link.ts';
import type { Host } from './host.ts';

/** Playwright's processes only show verdicts: a small nursery keeps a thousand tests at the size of an empty run. */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=1';

export interface PlaywrightChild {
  /** Playwright's exit code: 0 all green, 1 something red, 130 interrupted. */
  readonly finished: Promise<number>;
  interrupt(): void;
  /** Ends it and its workers at once. */
  kill(): void;
}

export function startPlaywright(settings: RunSettings, flags: RunFlags, host: Host): PlaywrightChild {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const log = join(settings.out, 'playwright.log');
  const child = spawn(
    process.execPath,
    [
      cli,
      'test',
      '--config',
      fileURLToPath(new URL('../../playwright.config.js', import.meta.url)),
      // A worker only shows what the engine judged: a second one costs its start and gains nothing.
      '--workers',
      String(settings.workers ?? 1),
      // Shards and workers share out tests; without them a file is one group.
      ...(settings.shard === undefined ? [] : ['--shard', settings.shard]),
      ...(settings.shard === undefined && settings.workers === undefined ? [] : ['--fully-parallel']),
    ],
    {
      cwd: repositoryPath(),
      env: {
        // It shows verdicts and sends nothing to the target: it has no use for a token.
        ...withoutSecrets(process.env, settings),
        ...flagsToEnvironment(flags),
        NODE_OPTIONS: [process.env.NODE_OPTIONS, SMALL_YOUNG_GENERATION].filter(Boolean).join(' '),
        // Everything it loads is compiled already: its own TypeScript loader would be a thread in every process.
        PW_DISABLE_TS_ESM: '1',
        SPEND_OUT: settings.out,
        [LINK_VARIABLE]: host.link.url,
        [SELECTION_VARIABLE]: host.selectionFile,
        [QUIET_RED_VARIABLE]: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that Ctrl-C reaches us first and we pass it on once.
      detached: true,
    },
  );
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  return { finished: finished(child, log), interrupt: () => void child.kill('SIGINT'), kill: () => killGroup(child) };
}

/** The child leads a process group of its own; its workers would outlive it otherwise. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Windows knows no groups, and a group may be gone already.
    child.kill('SIGKILL');
  }
}

function finished(child: ChildProcess, log: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        new HarnessFault(`Playwright could not be started: ${error.message}`, 'Run npm ci, then try again.', error),
      );
    });
    child.once('exit', (code, signal) => {
      if (code === 0 || code === 1 || code === 130 || signal === 'SIGINT') resolve(code ?? 130);
      else reject(new HarnessFault(`Playwright ended with ${code ?? signal}`, `Its output is in ${log}.`));
    });
  });
}
